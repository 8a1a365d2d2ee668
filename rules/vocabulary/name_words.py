"""Words that tell a name from other words: given names, particles, and words that are nobody's name.

All folded (lower case, no accents). A name that is missing here is still found
beside a label or a document; the list only helps where nothing else does.
"""

from collections.abc import Mapping
from typing import Final

from rules.text.patterns import word_set

# One name in its Catalan, Spanish and everyday forms.
FORMS: Final = """
    josep jose pep josepet | joan juan joanet | jordi jorge | xavier javier xavi javi | pere pedro peret |
    francesc francisco cesc cisco sisco quico kiko paco xesc xesco fco | carles carlos | lluis luis lluiset |
    antoni antonio toni ton tonet | miquel miguel quel | jaume jaime jaumet met | enric enrique quique |
    andreu andres | pau pablo | rafel rafael rafa | joaquim joaquin quim quimet | manel manuel manolo |
    esteve esteban | ferran fernando nando | guillem guillermo | bartomeu bartolome tomeu |
    narcis narciso siso | ignasi ignacio nasi nacho | agusti agustin | marti martin | felip felipe |
    salvador vador salva | sebastia sebastian | vicenc vicente vicens vicent | domenec domingo |
    albert alberto | robert roberto | eduard eduardo | ricard ricardo | ernest ernesto | alfons alfonso |
    alfred alfredo | alexandre alejandro | artur arturo | lluc lucas | marc marcos | mateu mateo |
    bernat bernardo | gabriel biel | gerard gerardo | gregori gregorio | isidre isidro | jeroni jeronimo |
    llorenc lorenzo | nicolau nicolas | sergi sergio | eudald eudaldo | emili emilio | juli julio |
    claudi claudio | eugeni eugenio | cristofol cristobal tofol | damia damian | adria adrian | fabia fabian |
    fermi fermin | valenti valentin | benet benito | climent clemente | marcelli marcelino | mariano nano |
    lluciano luciano | juliano julian | dolors dolores lola loles | maria ma | merce mercedes merche |
    concepcio concepcion conxita concha conxa | montserrat montse rat muntsa | anna ana | joana juana |
    carme carmen carmeta | assumpcio asuncion assumpta asunta | encarnacio encarnacion encarna |
    remei remedios | roser rosario | neus nieves | angels angeles | esperanca esperanza | caterina catalina |
    margarida margarita | magdalena magda | isabel bel | elisabet elisabeth |
    immaculada inmaculada imma inma | llucia lucia | lluisa luisa | antonia tonia |
    josepa josefa pepa pepita josefina fina | francesca francisca cesca paquita fca | enriqueta queta |
    helena elena | eulalia laia | ines agnes | judit judith | ester esther | marta martha | rut ruth |
    teresa tere | trinitat trinidad trini | purificacio purificacion puri | nativitat natividad nati |
    pilar pili | nuria nuri | silvia sil | meritxell txell | susanna susana | beatriu beatriz | empar amparo |
    victoria viqui | consol consuelo
"""
FORM_OF: Final[Mapping[str, str]] = {
    name: first for first, *others in map(str.split, FORMS.split("|")) for name in (first, *others)
}
_LESS_A_NAME: Final = word_set("""
    asunta cisco clemente eudaldo jaumet jeronimo joanet josepet juliano lluciano lluiset ma martha merche met
    nano nasi natividad queta quique rat sil siso susanna tofol ton viqui xesco
""")
"""Forms that are other words, or hardly heard: none of them tells a name by itself."""
GIVEN_NAMES: Final = word_set("""
    abdelkader abdellah abderrahim abraham adelina adriano agapito agueda ainhoa ainoa aintzane albina alfonsa
    alida alondra altagracia amaranta ambrosio amelie amira anabel anabela anass anastasio andoni anibal
    anselmo antolin apolinar arcadio argimiro ariel aristides armida arsenio artemio asier atilano aureliano
    aurelien ayoub azahara balbina bartolo basilio baudilio beata beatrice belinda benedicto benigno bernabe
    bernarda bernardino bogumila bonifacio bouchra braulio brigida brigit calixto camilla candelaria caridad
    carina carlo carmelita carmelo casilda casimiro cataldo catalin cayetana cayetano celedonio celso cesareo
    cezara cipriano cirilo ciro claudette conrado constantino constanza cornelia cosima costel crescencio
    crisanto cristino cyril damaso delfin delia demetrio desideria desiderio dionisia dionisio domenico
    domitila donato dorian dorin dorina doroteo dragos edelmira edelmiro edith efrain egidio eleanor eleonora
    eleuterio eliseo eloisa eloy elvis emerenciana emeterio emiliana emiliano emilienne encarni engelbert enza
    epifanio erasmo ernst estanislao estelle eudalda eufemia eufrasia eugenie eulogio eusebia eusebio
    eustaquio evangelina evaristo evelyne ezio fabien fabrizio fadma fatna faustina faustino fausto federica
    feliciana feliciano felicitas fernande fiorella firmin flaminio florence florencio florent florentino
    floriane florica fortunata fortunato fructuoso fulgencio fulvio gabriele gael gaetan gaetano geraldine
    germaine gertrudis gervasio ghislaine gianni gines ginette giorgio giovanna glenda godofredo graciano
    gracie gregor gualterio guendalina gumersindo gustave gwen gwendoline hadrien hakima halima halyna hanna
    harald hazel heliodoro heloise hermenegildo herminio herve hicham higini higinia higinio hilaria hilario
    hilda hipolit hipolito honoria honorina horacio huguette humberto ibrahim ignace igone ihor ildefonso
    imelda indalecio inna inocencio ioannis ionel irena irenee isabelino isaura ismail isobel isolda isolina
    iulia iuliana iuliu ivana ivonne jacinto jacoba jacobo jadwiga jamila janice janine javiera jawad
    jeannette jeannine jenaro jeremias jeronima jimena joann jocelyne jonas josiane josu josune joyce juanma
    juliette justine juvenal kamal kateryna katia katy kepa kerstin khalid kirsten kirsty koen ladislao
    laetitia laila latifa lazaro leandra lenuta leocadio leonarda leonardo leonie leonora leticia liborio
    liliane lisbeth lisette lorenza lorraine louis louise louisette luciana lucienne lucio lucrecia ludivine
    ludmila luise lukas lutgarda lutgardis lyudmila macarena macario magalie maksym malika manuelita marcial
    marciana margareta marianela marianna marianne marielle marieta marilene marilo marino marita marlene
    martial marylene mathias maud maximiliano maximino maximo mbarek melania melanie melchor melisa micaela
    michaela micheline miguelina mireille modesta modesto moira morgane mourad mykola myriam nadege najat
    natacha natalio nazario nelida nemesio nestor nicanor nicasio nicolae nicoleta norberto noureddine obdulia
    octaviano olalla oleh olha olinda olympe orlando osvaldo othmane oumar ovidio pancracio pascale patricio
    paulette pauline pelayo penelope petronila petru philippine pierrette placida policarpo pompeyo porfirio
    priscila prudencio quirico quiteria radu raimundo raphael raymonde reginald reinaldo remi remigio renato
    renaud renee restituto rhona rigoberto rkia rodolfo rogelio rolando romain romualdo rosamaria rosana
    rosemary roxana ruairi rufina rufino ruperto sabrina sagrario salah salma salomon salustiano saturnina
    secundino segismundo serafin servando severina severino severo sibila sidonia sigfrid silveria silverio
    silvina simeon simion simonne sinforosa siro sixto sorin souad soufiane stefania stefano stelian svitlana
    sylvaine sylvette telesforo telma teodoro teofila teofilo teresita tetiana tetyana tiburcio timotea
    timoteo tobias torcuato toribio tristan ubaldo valentine valeriana valeriano valeriu vasyl venancio
    victoriano viktor vincenzo viorel viorica virgilio vivienne wilfredo wilhelm winifred xabier ximena xoan
    yaiza yamina yana yanina yaroslav yasmine younes yuriy yvan zacarias zenaida zenon zohra zulema antonieta
    cinteta lolita pepeta quima quimeta ramoneta roseta tereseta abdel abdul abel abril ada adam adela
    adelaida adele adolf adolfo adoracio adriana afra africa agata agnieszka agustina ahmed aicha aida aina
    aitana aitor alan alba aleix alejandra alejo alessandro alessia alex alexander alexandra alexandru alexia
    alexis ali alicia alina alvaro amadeo amadeu amadou amaia amalia amanda amat ambros amelia amina amy anais
    anastasi anastasia anders andrea andreea andrew andriy angel angela angelina anicet aniol anita anke anne
    anneke annie anouk anselm anthony antia antoine anton aoife apollonia apolonia araceli aran aranzazu
    arcadi ares ariadna arlet armand armando arnau arthur ashley astrid asun aurea aurelia aurelie aurelio
    aurora aurore ausias avelli azucena baldiri baltasar baptiste barbara barry bart basili begona belen
    benita benjami benjamin berenguer berenice bernadette bernard berta bertran bet betty bibiana birgit bjorn
    blai blanca blanche blas bogdan bonaventura borja brahim brais brandon brenda brian brigitte bru bruna
    bruno caetana caieta camil camila camille camilo candela candi candida capucine caritat carla carlitos
    carlota carmela carmina carol carola carolina caroline carolyn casimir catherine cati cebria cecilia
    cedric celestina celia celine cesar chantal charles charo chelo chen chiara chloe christian christine
    christophe christopher ciaran cinta cinto claire clara clarisse claude claudia claudina clemence clemencia
    clement cloe clotilde colette colin coloma conchi conchita cora corinne cornelis cosme cris cristian
    cristina cugat cynthia dalmau damien dani daniel daniela danielle david davinia deborah debra deirdre
    delfi delfina denis denise dennis derek desire diana didac didier diego dieter dimas dionis dmitri dolca
    dominique donald donna dora dorotea doreen dori dorothy edgar edmund edu edurne edward efrem eladi elia
    eliana elies elisa elisenda elizabeth elodie eloi elois elsa elvira emilia emilie emily emma emmanuel
    engracia enzo eoin eric erica erik ermengol ermessenda ernestina erola estanis estanislau estefania estela
    etienne eugenia eusebi eva evarist evelina ezequiel fabio fabiola fabrice fang fatiha fatima fatou fe
    federic federico feli felicia felicitat fergus felisa feliu felix femke ferdinand fernanda ferriol fidel
    filomena fiona flavia flora florenci florencia florentina florin fran francina francis franck francois
    francoise frank frederic freya fuensanta gabi gabriela gabriella galceran galdric galla garbine garoina
    gary gaspar gaston gaudenci gemma gaieta genis genoveva george georgina gerald german geronima gervasi
    gheorghe gil gilbert gilles gillian gina ginesta giovanni gisela gisele giulia giuliana giuseppe gloria
    glories goncal goncalo gonzalo gorka gracia graciela graham gregory greta griselda guadalupe guido guifre
    guilhem guillaume guille guillermina guim guiomar guiu gunter gustau gustavo hafida hamza hans hassan
    heather hector heike heinz helen helene heleni helga hendrik henri henry hermenegild hermini herminia
    hilari hilary honorat horaci hortensia hubert hug hugo humbert iago ian ibai igor iker ikram ildefons ilse
    imane inaki ingebjorg ingeborg ingrid ioan ioana iolanda ion ionut irene ireneu iria irina iris irma iryna
    isaac isabeli isabella isabelle isaias isern isidora ismael isona itziar ivan ivet ivette ivo izan jacint
    jacinta jack jacob jacobina jacqueline jacques jaione james jan jana janet janina jasmina jason jean
    jean-luc jeanne jeffrey jennifer jens jep jeremies jeroen jerome jerry jessica jesus jing joanne joanot
    joao joaquima joel jofre johan johanna johannes john jon jonathan joost jordina jorg joseph josette joshua
    josue juanita juanjo jules julia julie julien julieta jurgen justa justi justin justina jutta kai karen
    karim karima karin karl karla katarzyna katherine kathleen katrin kees keith kelly kenneth kevin khadija
    kilian kimberly klaus koldo krzysztof lali lambert lara larry lars laura laure laurent lea leandre leandro
    leila leire lena leo leocadi leocadia leon leonard leonor leopold leopoldo lesley lia liam lidia lila lin
    lina linda lisa lisard llatzer llibert llibori llull loli lorena loreto lourdes luca lucie lucien ludovic
    luigi lukasz luna lupe luz lydia maarten macari madrona maelle mafalda magali magi maia maica maite
    maixenta malcolm malena malgorzata mamadou manela manon manuela mar marcal marcel marcela marcelina
    marceline marcello marcelo marco margalida margaret margaux margot mariam mariana mariangels maribel
    maricarmen marie marien marijke marin marina mario marion mariona marisa marisol marius marthe martina
    martine martinez martiria mary mathieu mathilde matias maties matilde matteo matthew matthias maureen
    maurice maurici mauricio max maxim maxime maximilia mayte mei melcior melissa meri michael michel michele
    michelle mihaela mihai mikel miki mila milagros millan mina minerva ming miquela miqui miracle mircea
    mireia miren miriam mohamed mohammed moises monica monika monique montsant moussa muriel mustafa mustapha
    nadal nadia nadine naia naiara naima nancy narcisa naroa nastasia natalia nataliya nathalie nawal nekane
    nicasi nicholas nicolasa nicole nigel nil nils nina noa noe noel noelia noemi nora norbert nour nuno oana
    octavi odette odile ofelia oksana olaf oleguer oleksandr olena olga olimpia oliva oliver olivia olivier
    omar ona onofre oriol oscar oslo ot otger otilia ousmane ovidi padraig palmira paloma pamela pancrac paola
    paolo paqui pascal pascual pascuala pasqual patrice patrici patricia patrick patxi paul paula paule pauli
    paulina paulino pawel pelegri pepe pepi peremiquel perla peter petra philippe pia pierre pieter pio piotr
    pius pol policarp pompeu ponc poncio pons prat presentacio primitiva priscilla procopi prudencia quentin
    queralt quintin quirze rachel rachid rachida rafaela rai raimon raimond raimunda raluca ramir ramira
    ramiro ramon ramona ramonet raquel rasmus raul raymond rebeca rebecca regina renata renate rene reyes
    ricarda richard ricky rita rob roberta roc rocio roderic rodolf rodrigo rogeli rogelia roger roland roma
    roman romana romuald ronald ronan roque rosa rosalia rosalina rosaura rosemarie rosendo rosi rosina rosita
    roso rossend ruben rufi rui ruud ryan sabela sabina sabine sadurni said salome salomo samanta samantha
    samira samuel sander sandra sandrine sanne santi santiago sara sarah saray saturio saturnino saul savi
    scott sebas sebastiana sebastien sefa segimon segismond segon segundo selena selma serafi serafina serge
    sergei serhiy serni sever severi severiano sharon sheila shirley sibilla sidoni sigrid silvana silvestre
    simeo simo simon simona simone sinead siobhan siscu sixte socors sofia sofie sol solange sole soledad
    solene sonia stefan stephane stephanie stephen steven stuart suau sunta susagna susan suzanne sven
    svetlana sylvain sylvie tamara tania tatiana tea tecla telm teo teodomir teodor teodora teofil teresina
    thais theo therese thibault thierry thijs thomas tiago tiana timoteu timothy tina tobies tomas tomasa
    tomasz tono tonyi tracey tresa trevor txema txus tyler ulisses ulrike unai urbano urbici ursula uwe uxia
    valentina valeri valeria valerie vanesa vanessa vasile venanci vera veronica veronique vicenta vicky
    victor victorina victorino vidal vincent vinyet violant violeta virgili virginia virginie virtudes
    visitacio viviana vladimir volodymyr walter wei wenceslao wendy wifred wilfred willem william wilma
    wolfgang wout xaviera xenia xesca xevi xin xisca xose yago yan yann yannick yasmin yasmina yesenia yolanda
    youssef yulia yusuf yves yvette yvonne zacaries zaida zineb zita zoe zoila
""") | (FORM_OF.keys() - _LESS_A_NAME)
"""Given names of the country and its neighbours."""

PARTICLES: Final = word_set("""
    ben bin d da de del dels den der di dos e el els i la las le les los san santa ten ter van von y
""")
"""Words that stand inside a name and never begin or end one."""

ARTICLES: Final = frozenset({"en", "na", "la", "el", "lo", "l", "n"})
"""The personal article before a given name: "en Joan", "la Maria"."""

NOT_NAMES: Final = word_set("""
    a abans abogados abonats abuela abuelo acaba acabo accent accio aci acompanyo acord acte actualment ademas
    adeu adjunt adjunta adjuntem adjuntes adjunto adjunts administracio administracion administrador
    administradora adreca adresse advocada advocat advocats afectada afectat afectuosament afegiu agost agosto
    agradezco agraeixo agraint agraire aha ahir ai aixi aixo ajuntament aki al alberg alcalde alcaldessa
    alcaldia algu alla alli allo als alta altas altes am amable amables amb ambdos ambdues amic amics amiga
    amplia an and andorra anem any anys apartament apartaments aparte apellido apellidos apreciada apreciat
    apunteu aquest aquesta aquests aqui ara are arquitecta arquitecte asesores assessoria assessors associacio
    associats assumpte asunto atencio atencion atenta atentament atentamente atte au aujourd aun autoritza
    autoritzo avi avia aviat avis aviso avisos avui ayuntamiento b baix baixa baixar baixes baja bajas ban bar
    base bcc bcn be bem beneit benvingut benvolguda benvolgudes benvolgut benvolguts best bien bienvenidos
    bisous bon bona bonatarda bondia bones bonjour bonsoir botiga buen buenas bueno buenos c ca cada cal calla
    calle cami camp camping can canal cap cara cardiologia carnet carnisseria carrer carretera carta casa
    cases catalunya cc cco cell celler cellular cheers ciao ciudadana ciudadano ciutada ciutadana client
    cliente clients club codi codigo cognom cognoms colegio com comarcal comerc como companyia comprovant
    comte comu comunica comunico comunitat con conec coneguda confirma confirmeu conforme consell
    construccions coordinador coordinadora cordial cordialement cordialment cordialmente correo correu correus
    cosa crec cual cuando cuenta d da dada dades dame dar darme data date datos day de dear declara declaro
    deixar deixeu dejar del dels dema demana demanar demano departament des desde desea desembre deseo despres
    destinatari dia dias dic diciembre dies difusio difusion digui dijous dilluns dimarts dimecres diputacio
    dir direccio direccion director directora disculpeu dissabte diumenge divendres dni doc document documento
    documents dominio don dona donar donarme donat donem doneu donin dono dos dret du dues duplex durant e
    edat edificio eh ei el electricitat ell ella elles els em email emdi empresa en encara enero enginyer
    enginyera enlever enlloc ens entitat enviada enviado enviar enviat enviats envieu envio equip era eran
    eres ero es esborra esborrar esborreu escola escribe escric escrit escriu escuela ese esi esta estada
    estan estat este estem esteu estic estimada estimado estimados estimat estimats esto estoy et etc ets exp
    expedient exposa exposo fa familia farmacia fax febrer febrero fecha femme fer ferme ferreteria fes fet
    feta feu fill filla fille fils fin finca fincas finques firma firmado firmat fixe fleca foment for fora
    formatges forn forneria forta foto fotos from fue fui fulla fusteria g garatge gener generalitat gerent
    gestio gestora gestoria gmail govern gracias gracies gran grup grupo guasap ha haber habitatge habitual
    hago haig han hauria haver he hello hem hermana hermano heu hey hi hija hijo hivern hola home hora hores
    hostal hotel hotmail http https hui i iaia iaio id identidad identitat iei igual iguals ii iii il im
    immediatament immobiliaria impedit imserso in info informacio informacion informatiu informo inmediata
    inmobiliaria installacions instancia institut interesada interesado interessada interessat ipad iphone is
    ja je jo jubilada jubilat jueves juliol junio juny just justificant kind l la las le les li lista liste
    llarga llibre llista llistat lliure lloc lloguer lo los lunes m ma madame madre mai maig mail maison mama
    man manifesto marca mare mari marido marit martes marzo mas masia massa mateix mateixa mati matinada mayo
    me mean meitat mejor mensaje mensajes merces merci mere mes mesclat mess mestra mestre metge metgessa meu
    meua meus meva meves mi mia mides miercoles mis missatge missatges mitjancant mob mobil mobile mobils mod
    moi molt molta moltes molts mom moment mon monsieur mort motiu motivo movil moviles mujer muller municipal
    municipi my n na nacimiento nada naixement name necesito necessito nen nena net neta ni nie nif ningu nit
    no noi noia nom nombre nombres nomes noms nos nosaltres nostra nostre notificacio nou nova novembre
    novetats noviembre ntra nuestro num numero numeros o objecte objet obtener oci octubre of oficina ok on
    oncle os otro p padre padro pagina pais papa par para parar pare part pas pasado pasaporte passaport
    passat passeig passeu passo pastisseria per perdo pero perque perruqueria persona persones pis piso pla
    placa platja plau plaza please pluja pobla poble poc podeu podria podrieu por porque portable posar poseu
    poso pot potser prego premsa pres present presentar presente presento president presidenta pret primer pro
    profesora professor propi propietari propietaria propietario prou provincia pt puc puede pueden pues puix
    puntual puto q qan qr qual qualsevol quan que quedo qui quien quiero quin quina quisiera quito r raons re
    rebo rebre rebut recibir recordeu referencia refugi regards regidor regidora regio registre registro
    remitent renta residencia resident residente responsable resta restaurant reunio revista rural s sa sabado
    sabeu salud saluda saludo saludos salut salutacions salutation salutations sap sapigueu se secretari
    secretaria secretario segona segons segueix seguent senor senora senores sent senyor senyora senyors
    septiembre ser sera servei servicio servidor ses setcases setembre seu seva si signat signatura signe
    sigui siguin sincerament sinceramente sincerely sino sis sisplau sl slu sms so sobre soc societat
    solicitar solicito solicitud sollicita sollicitar sollicitem sollicito sollicitud som son sort sota
    sotasignada sotasignat soy sr sra srs ssr su subject subscriptor subscriptora suis sujet sumari
    supermercat sus t tal taller tambe tambien tancament tant tarda tarde tardes tardor te tecnic tecnica tef
    tel telef telefon telefono telefonos telefons telf tema temps ten tenc tengo teniu tf tfn thanks the tia
    tieta tinc tinguem tingui tinguin tio titular titulars tlf tlfn tlfs to tot tota totes tothom tots tracte
    traieu tramit tramitar tramiteu transports tras treieu tres tresorer treure troba tu turisme tuyo ultim
    ultima un una unes universitat uns urgencia urgent urgente us usted ustedes usuari usuaria usuario v va
    vaig valld vam van vas vau ve vecina vecino vegada vei veina veins venda vendre venir venut ver vers
    vespre veure vez via viatge victima vida vidua viernes visc visca visitant vist viu viuda viure vivenda
    vivo vocal voldria volem volen volia vols vos voste vostra vostre vostres votre vous vui vulgueu vulgui
    vull w wa wasap wassap watsap web wenes whats whatsap whatsapp wp x xarxa xat xec xifrats xiquet xq y ya
    yo yours z zona it's i'm c'est that's not unknown slp scp sccl sarl gmbh ltd llc vda enginyers enginyeria
    ingenieros advocades arquitectes arquitectos consultors consulting constructora asesoria notaria ausweis
    cni fono handy lajuntament passeport passport personalausweis phone reisepass wapp watsapp wassapp
    whatssap wsp
""")
"""Words that end a name, or are not one: of the sentence round it, of trades, of letters."""

SURNAMES_TOO: Final = word_set("""
    ma best bueno cami cases day muller plaza bar bona camp canal cap casa dona fa forn gran just llibre marca
    mas mestre metge mon mort nena neta noia nou part pla prou sort tio
""")
"""Words of NOT_NAMES that are surnames too, where a capital letter says so."""

SURNAMES_IN_FIELDS: Final = word_set("""
    altes amic baix celler comte dret fulla hostal massa mayo nova padro pas pobla primer soy tres via viu
    """)
"""Words of NOT_NAMES that are surnames where a name fills a field of its own, and hardly elsewhere."""
