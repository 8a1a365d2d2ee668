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
    abogados abonats acaba acabo accent accio aci acompanyo acord acte actualment ademas adjunt adjunta
    adjuntes adjunts administracio administracion administrador administradora adresse advocats afectada
    afectat afectuosament afegiu aha ahir aki alberg alcalde alcaldessa algu alli allo alta altas altes am
    amics amplia an andorra anem anys apartament apartaments aparte apreciada apreciat are arquitecta
    arquitecte asesores assessoria assessors associacio associats atenta atte au aujourd autoritza autoritzo
    aviso b baixa baixar baixes baja bajas ban bar base bcc bcn bem beneit benvingut benvolguda best
    bienvenidos bisous bonatarda bondia bueno c ca cada calla calle cami camp camping cara cardiologia
    carnisseria carrer carretera carta casa cases catalunya cc cco cell celler cellular cheers ciao ciudadana
    ciudadano ciutada ciutadana client cliente clients club codi codigo colegio comarcal comerc companyia
    comprovant comte comu comunica comunitat conec confirma conforme consell construccions coordinador
    coordinadora correo correus cosa crec cuenta da dada dame darme date day declara declaro deixar deixeu
    dejar departament desde destinatari digui diputacio direccio direccion director directora doc documents
    dominio don donarme donat doneu donin dret duplex edat edificio eh electricitat elles emdi enginyer
    enginyera enlever enlloc entitat enviats envieu equip eran eres ero esborra esborrar esborreu escola
    escribe escriu escuela esi estada estan estem esteu estic estimada estimado estimados estimat estoy et etc
    ets exp expedient exposa exposo farmacia fecha femme ferme ferreteria feta fin finca fincas finques firmat
    fleca foment for fora formatges forn forneria forta fotos fulla fusteria g garatge generalitat gerent
    gestora gmail govern haber habitatge habitual haig haver hey hora hores hostal hotmail http https hui iei
    igual iguals ii iii il im immobiliaria impedit imserso in info informo inmobiliaria installacions institut
    ipad iphone jubilada jubilat justificant kind llarga llibre lliure lloguer maison man marca mari masia
    massa mati matinada mean meitat mejor mere mesclat mess mestra mestre metge metgessa meua mides mitjancant
    mod moi molts mom moment mort motiu motivo muller na nacimiento naixement nen noi notificacio nou nova
    novetats ntra objecte objet obtener oci otro p padro pagina parar part pasado passeig pastisseria
    perruqueria persones pis piso pla placa platja plaza pluja pobla poc portable premsa pres present
    presentar presente president presidenta pret pro profesora professor propi propietari propietaria
    propietario provincia pt puntual puto qan qr qual qualsevol quedo quito r raons re rebo rebre recibir
    recordeu referencia refugi regidor regidora regio registre registro remitent renta residencia resident
    residente responsable resta reunio revista rural sabeu salud saluda salutation salutations sap sapigueu
    secretari secretaria secretario segona segueix sent sera servidor setcases signe sincerament sinceramente
    sis sl slu sms societat sollicita sollicitar sollicitem sr sra srs ssr subscriptor subscriptora suis sujet
    sumari supermercat tal tancament tant tecnic tecnica tef telef tema temps ten tenc tfn tinguem tingui
    tinguin titulars tlfn tlfs tota tothom tracte traieu transports tras treieu tresorer treure troba tu
    turisme tuyo ultim ultima universitat urgencia urgente usted v valld ve vegada veins venda vendre venir
    venut ver vers veure vez via viatge victima vida visc visca visitant viu viure vivenda vivo vocal vols
    voste w wa wassap watsap web wenes whatsap wp x xarxa xat xec xifrats xiquet xq yours z zona it's i'm
    c'est that's unknown slp scp sccl sarl gmbh ltd llc vda enginyers enginyeria ingenieros advocades
    arquitectes arquitectos consultors consulting constructora asesoria notaria ausweis cni fono handy
    lajuntament passeport personalausweis reisepass wapp watsapp wassapp whatssap wsp
""")
"""Words that end a name, or are not one, beside those of the lexicon: of trades, of letters."""

SURNAMES_TOO: Final = word_set("""
    ma best bueno cami cases day muller plaza bar bo bona bosc camp canal cap casa clara dalt dona duran fa
    forn fort gran just llibre major marca marcha marin mas mestre metge moll mon mort nena neta noia nou part
    pla pont prou rei sala segura sol soler sort tio tort vila
""")
"""Words of NOT_NAMES that are surnames too, where a capital letter says so."""

SURNAMES: Final = word_set("""
    vila coma nieto miro pares compte amigo salvat company more tous call faig tienda nebot sobrino tutor
""")
"""Words of the lexicon that are surnames oftener."""
