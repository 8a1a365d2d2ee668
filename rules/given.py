"""Words that tell a name from other words: given names, particles, and words that are nobody's name.

All folded (lower case, no accents). A name that is missing here is still found
beside a label or a document; the list only helps where nothing else does.
"""

from typing import Final

_GIVEN: Final = """
    abdel abdul abel abril ada adam adela adelaida adele adolf adolfo adoracio adria adrian adriana afra
    africa agata agnes agnieszka agusti agustin agustina ahmed aida aina aitana aitor alan alba albert
    alberto aleix alejandra alejandro alejo alessandro alex alexander alexandra alexandre alexandru
    alexia alexis alfons alfonso alfred alfredo ali alicia alina alvaro amadeo amadeu amaia amalia
    amanda amat amelia amina amparo amy ana anais anastasia anders andrea andreea andres andreu andrew
    andriy angel angela angeles angelina angels anita anke anna anne anneke annie anselm anthony antoine
    anton antoni antonia antonio araceli aran aranzazu ares ariadna armand armando arnau arthur artur
    arturo ashley assumpcio assumpta astrid asuncion aurea aurelia aurelie aurelio aurora ausias avelli
    baldiri baltasar barbara bartolome bartomeu basili beatriu beatriz begona bel belen benet benito
    benjami benjamin berenguer berenice bernadette bernard bernardo bernat berta bertran bet betty biel
    birgit bjorn blai blanca blanche blas bogdan borja brahim brandon brenda brian brigitte bru bruna
    bruno caetana camil camila camille camilo candela candi candida caritat carla carles carlos carlota
    carme carmela carmen carmina carol carola carolina caroline carolyn casimir catalina caterina
    catherine cati cecilia cedric celestina celia celine cesar cesc cesca chantal charles chen chiara
    chloe christian christine christophe christopher cinta claire clara clarisse claude claudi claudia
    claudina claudio clemencia clement climent cloe colette colin coloma concepcio concepcion concha
    conchita consol consuelo conxa conxita cora corinne cornelis cristian cristina cristobal cristofol
    cugat cynthia damia damian daniel daniela danielle david davinia deborah debra delfi delfina denis
    denise dennis derek desire diana didac didier diego dieter dimas dionis dmitri dolores dolors
    domenec domingo dominique donald donna dora dori dorothy edgar edmund eduard eduardo edurne edward
    efrem eladi elena elia eliana elies elisa elisabet elisabeth elisenda elizabeth elodie eloi elois
    elsa elvira emili emilia emilie emilio emily emma emmanuel empar encarna encarnacio encarnacion
    enric enrique enriqueta eric erica erik ernest ernestina ernesto esperanca esperanza estanislau
    esteban estefania estela ester esteve esther etienne eudald eugeni eugenia eugenio eulalia eusebi
    eva evarist evelina ezequiel fabia fabian fabio fabiola fabrice fang fatiha fatima fe federic
    federico felicia felicitat felip felipe felisa feliu felix fermi fermin fernanda fernando ferran
    ferriol fidel filomena fina fiona flavia flora florenci florencia florentina florin francesc
    francesca francina francis francisca francisco franck francois francoise frank frederic freya
    fuensanta gabriel gabriela gabriella galdric galla garbine gary gaspar gaston gaudenci gemma genis
    genoveva george georgina gerald gerard gerardo german geronima gervasi gheorghe gil gilbert gilles
    gillian gina ginesta giovanni gisela gisele giulia giuseppe gloria goncal goncalo gonzalo gracia
    graciela graham gregori gregorio gregory greta griselda guadalupe guido guifre guilhem guillaume
    guillem guillermina guillermo gunter gustau gustavo hamza hans hassan heather hector heike heinz
    helen helena helene heleni helga hendrik henri henry hermini herminia hilari hilary honorat horaci
    hortensia hubert hug hugo humbert iago ian ibai ignacio ignasi igor iker ildefons imma immaculada
    inaki ines ingeborg ingrid inma inmaculada ioana ion irene ireneu iria irina iris irma iryna isaac
    isabel isabella isabelle isaias isidora isidre isidro ismael itziar ivan ivet ivo izan jacint
    jacinta jack jacob jacqueline jacques jaime jaione james jan jana janet janina jasmina jason jaume
    javi javier jean jean-luc jeanne jeffrey jennifer jens jeremies jeroen jerome jeroni jerry jessica
    jesus jing joan joana joanne joao joaquim joaquima joaquin joel johan johanna johannes john jon
    jonathan jordi jordina jorg jorge jose josefa josefina josep josepa joseph josette joshua josue juan
    juana juanjo judit judith jules juli julia julian julie julien julieta julio jurgen justa justi
    justin justina kai karen karim karima karin karl karla katarzyna katherine kathleen keith kelly
    kenneth kevin khadija kilian kimberly klaus krzysztof laia lali lambert lara larry lars laura laure
    laurent lea leandre leandro leila leire lena leo leocadi leocadia leon leonard leonor leopold
    leopoldo lesley lia liam lidia lila lin lina linda lisa llatzer llibert llibori llorenc lluc llucia
    lluis lluisa llull lola loles lorena lorenzo loreto lourdes luca lucas lucia luciano lucie lucien
    ludovic luigi luis luisa lukasz luna luz lydia macari madrona mafalda magali magda magdalena magi
    maia maite maixenta malcolm malena malgorzata manel manela manolo manon manuel manuela mar marc
    marcel marcela marcelina marceline marcelli marcello marcelo marco marcos margalida margaret
    margarida margarita margaux margot maria mariam mariana mariangels mariano maribel maricarmen marie
    marien marijke marin marina mario marion marisa marisol marius marta marthe marti martin martina
    martine martinez mary mateo mateu mathieu matias maties matilde matteo matthew matthias maurice
    maurici mauricio max maxim maxime maximilia melissa merce mercedes meritxell michael michel michele
    michelle miguel mihaela mihai mikel mila milagros millan mina minerva ming miquel miquela miracle
    mircea mireia miren miriam mohamed mohammed moises monica monika monique montsant montse montserrat
    muntsa muriel mustafa mustapha nadal nadia nadine naiara nancy narcis narcisa narciso naroa nastasia
    natalia nataliya nathalie nati nativitat neus nicasi nicholas nicolas nicolau nicole nieves nigel
    nil nils nina noa noe noel noelia noemi nora norbert nuno nuri nuria oana octavi odette odile ofelia
    oksana olaf oleguer oleksandr olga olimpia oliva oliver olivia olivier omar ona onofre oriol oscar
    oslo ot otger otilia pablo paco palmira paloma pamela pancrac paola paolo paqui paquita pascal
    pascual pasqual patrice patricia patrick patxi pau paul paula paule paulina paulino pawel pedro pep
    pepa pepe pepeta pepi pepita pere peret perla peter petra philippe pia pierre pieter pilar pio piotr
    pius pol policarp pompeu poncio pons prat presentacio primitiva priscilla prudencia purificacio quel
    queralt quico quim quima quimet quintin quirze rachel rachid rafa rafael rafaela rafel rai raimon
    raimond raimunda raluca ramir ramira ramiro ramon ramona raquel rasmus raul raymond rebeca rebecca
    regina remedios remei renata renate rene reyes ricard ricarda ricardo richard rita rob robert
    roberta roberto roc rocio roderic rodolf rodrigo rogeli rogelia roger roland roma roman romana
    ronald ronan roque rosa rosalia rosario rosaura rosemarie rosendo roser roso ruben rufi rui rut ruth
    ryan sabina sabine sadurni said salome salomo salva salvador samanta samantha samira samuel sander
    sandra sandrine santi santiago sara sarah saray saturnino saul savi scott sebas sebastia sebastian
    sebastien segimon segon segundo selena selma serafi serafina serge sergei sergi sergio serhiy serni
    sever severi severiano sharon sheila shirley sibilla sidoni sigrid silvana silvestre silvia simeo
    simo simon simona simone sixte sofia sofie sol solange sole soledad sonia stefan stephane stephanie
    stephen steven stuart suau sunta susagna susan susana suzanne sven svetlana sylvain sylvie tamara
    tania tatiana tea tecla telm teo teodor teodora teofil tere teresa teresina thais theo therese
    thierry thomas tiago tiana timoteu timothy tina tobies tomas tomasa tomasz tomeu toni tonia tono
    tonyi tracey trevor trinidad trinitat txell txema txus tyler ulisses unai urbano urbici ursula uwe
    vador valenti valentin valentina valeri valeria valerie vanesa vanessa vasile vera veronica
    veronique vicenc vicens vicent vicenta vicente vicky victor victoria victorina victorino vidal
    vincent vinyet violant violeta virgili virginia virginie virtudes viviana vladimir volodymyr walter
    wei wenceslao wendy wilfred willem william wilma wolfgang xavi xavier xaviera xenia xesc xesca xin
    xisca yago yan yann yannick yasmina yesenia yolanda youssef yusuf yves yvette yvonne zaida zoe zoila
    alessia ambros anastasi anicet aniol anouk antia apollonia apolonia arlet aurore azucena baptiste
    bibiana bonaventura brais caieta capucine cebria clemence clotilde cosme dalmau damien engracia enzo
    ermengol ermessenda erola estanis femke galceran garoina giuliana gorka guim guiu hermenegild ikram
    ilse ingebjorg iolanda ionut isabeli isern isona ivette jacobina jep joanot jofre joost jutta katrin
    koldo maarten maelle marcal mariona martiria mathilde melcior meri naia nawal nekane nicolasa
    olena ovidi pascuala pauli pelegri peremiquel ponc procopi quentin rachida romuald rosalina rosina
    rossend ruud sabela sanne sebastiana sefa segismond siobhan sisco siscu socors solene teodomir
    thibault thijs tresa trini uxia venanci visitacio wifred wout xevi xose yasmin zacaries zineb zita
"""
_INSIDE: Final = (
    "ben bin d da de del dels den der di dos e el els i la las le les los san santa ten ter van von y"
)
_ENDING: Final = """
    a abans abogados abonats abuela abuelo acaba acabo accent accio aci acompanyo acord acte actualment
    ademas adeu adjunt adjunta adjuntem adjuntes adjunto adjunts administracio administracion
    administrador administradora adreca adresse advocada advocat advocats afectada afectat afectuosament
    afegiu agost agosto agradezco agraeixo agraint agraire aha ahir ai aixi aixo ajuntament aki al
    alberg alcalde alcaldessa alcaldia algu alla alli allo als alta altas altes am amable amables amb
    ambdos ambdues amic amics amiga amplia an and andorra anem any anys apartament apartaments aparte
    apellido apellidos apreciada apreciat apunteu aquest aquesta aquests aqui ara are arquitecta
    arquitecte asesores assessoria assessors associacio associats assumpte asunto atencio atencion
    atenta atentament atentamente atte au aujourd aun autoritza autoritzo avi avia aviat avis aviso
    avisos avui ayuntamiento b baix baixa baixar baixes baja bajas ban bar base bcc bcn be bem beneit
    benvingut benvolguda benvolgudes benvolgut benvolguts best bien bienvenidos bisous bon bona
    bonatarda bondia bones bonjour bonsoir botiga buen buenas bueno buenos c ca cada cal calla calle
    cami camp camping can canal cap cara cardiologia carnet carnisseria carrer carretera carta casa
    cases catalunya cc cco cell celler cellular cheers ciao ciudadana ciudadano ciutada ciutadana client
    cliente clients club codi codigo cognom cognoms colegio com comarcal comerc como companyia
    comprovant comte comu comunica comunico comunitat con conec coneguda confirma confirmeu conforme
    consell construccions coordinador coordinadora cordial cordialement cordialment cordialmente correo
    correu correus cosa crec cual cuando cuenta d da dada dades dame dar darme data date datos day de
    dear declara declaro deixar deixeu dejar del dels dema demana demanar demano departament des desde
    desea desembre deseo despres destinatari dia dias dic diciembre dies difusio difusion digui dijous
    dilluns dimarts dimecres diputacio dir direccio direccion director directora disculpeu dissabte
    diumenge divendres dni doc document documento documents dominio don dona donar donarme donat donem
    doneu donin dono dos dret du dues duplex durant e edat edificio eh ei el electricitat ell ella elles
    els em email emdi empresa en encara enero enginyer enginyera enlever enlloc ens entitat enviada
    enviado enviar enviat enviats envieu envio equip era eran eres ero es esborra esborrar esborreu
    escola escribe escric escrit escriu escuela ese esi esta estada estan estat este estem esteu estic
    estimada estimado estimados estimat estimats esto estoy et etc ets exp expedient exposa exposo fa
    familia farmacia fax febrer febrero fecha femme fer ferme ferreteria fes fet feta feu fill filla
    fille fils fin finca fincas finques firma firmado firmat fixe fleca foment for fora formatges forn
    forneria forta foto fotos from fue fui fulla fusteria g garatge gener generalitat gerent gestio
    gestora gestoria gmail govern gracias gracies gran grup grupo guasap ha haber habitatge habitual
    hago haig han hauria haver he hello hem hermana hermano heu hey hi hija hijo hivern hola home hora
    hores hostal hotel hotmail http https hui i iaia iaio id identidad identitat iei igual iguals ii iii
    il im immediatament immobiliaria impedit imserso in info informacio informacion informatiu informo
    inmediata inmobiliaria installacions instancia institut interesada interesado interessada interessat
    ipad iphone is ja je jo jubilada jubilat jueves juliol junio juny just justificant kind l la las le
    les li lista liste llarga llibre llista llistat lliure lloc lloguer lo los lunes m ma madame madre
    mai maig mail maison mama man manifesto marca mare mari marido marit martes marzo mas masia massa
    mateix mateixa mati matinada mayo me mean meitat mejor mensaje mensajes merces merci mere mes
    mesclat mess mestra mestre metge metgessa meu meua meus meva meves mi mia mides miercoles mis
    missatge missatges mitjancant mob mobil mobile mobils mod moi molt molta moltes molts mom moment mon
    monsieur mort motiu motivo movil moviles mujer muller municipal municipi my n na nacimiento nada
    naixement name necesito necessito nen nena net neta ni nie nif ningu nit no noi noia nom nombre
    nombres nomes noms nos nosaltres nostra nostre notificacio nou nova novembre novetats noviembre ntra
    nuestro num numero numeros o objecte objet obtener oci octubre of oficina ok on oncle os otro p
    padre padro pagina pais papa par para parar pare part pas pasado pasaporte passaport passat passeig
    passeu passo pastisseria per perdo pero perque perruqueria persona persones pis piso pla placa
    platja plau plaza please pluja pobla poble poc podeu podria podrieu por porque portable posar poseu
    poso pot potser prego premsa pres present presentar presente presento president presidenta pret
    primer pro profesora professor propi propietari propietaria propietario prou provincia pt puc puede
    pueden pues puix puntual puto q qan qr qual qualsevol quan que quedo qui quien quiero quin quina
    quisiera quito r raons re rebo rebre rebut recibir recordeu referencia refugi regards regidor
    regidora regio registre registro remitent renta residencia resident residente responsable resta
    restaurant reunio revista rural s sa sabado sabeu salud saluda saludo saludos salut salutacions
    salutation salutations sap sapigueu se secretari secretaria secretario segona segons segueix seguent
    senor senora senores sent senyor senyora senyors septiembre ser sera servei servicio servidor ses
    setcases setembre seu seva si signat signatura signe sigui siguin sincerament sinceramente sincerely
    sino sis sisplau sl slu sms so sobre soc societat solicitar solicito solicitud sollicita sollicitar
    sollicitem sollicito sollicitud som son sort sota sotasignada sotasignat soy sr sra srs ssr su
    subject subscriptor subscriptora suis sujet sumari supermercat sus t tal taller tambe tambien
    tancament tant tarda tarde tardes tardor te tecnic tecnica tef tel telef telefon telefono telefonos
    telefons telf tema temps ten tenc tengo teniu tf tfn thanks the tia tieta tinc tinguem tingui
    tinguin tio titular titulars tlf tlfn tlfs to tot tota totes tothom tots tracte traieu tramit
    tramitar tramiteu transports tras treieu tres tresorer treure troba tu turisme tuyo ultim ultima un
    una unes universitat uns urgencia urgent urgente us usted ustedes usuari usuaria usuario v va vaig
    valld vam van vas vau ve vecina vecino vegada vei veina veins venda vendre venir venut ver vers
    vespre veure vez via viatge victima vida vidua viernes visc visca visitant vist viu viuda viure
    vivenda vivo vocal voldria volem volen volia vols vos voste vostra vostre vostres votre vous vui
    vulgueu vulgui vull w wa wasap wassap watsap web wenes whats whatsap whatsapp wp x xarxa xat xec
    xifrats xiquet xq y ya yo yours z zona
    ausweis cni fono handy lajuntament passeport passport personalausweis phone reisepass wapp wasap
    watsapp wassapp whatssap wsp
"""
_BOTH: Final = """
    ma best bueno cami cases day muller plaza
    bar bo bona bosc camp canal cap casa clara dalt dona duran forn fort gran just llibre major marca
    marcha marin mas mestre metge moll mon mort nena neta noia part pla pont prou rei sala segura sol
    soler sort tort vila
"""

GIVEN_NAMES: Final = frozenset(_GIVEN.split())
"""Given names of the country and its neighbours."""

PARTICLES: Final = frozenset(_INSIDE.split())
"""Words that stand inside a name and never begin or end one."""

ARTICLES: Final = frozenset({"en", "na", "la", "el", "lo", "l", "n"})
"""The personal article before a given name: "en Joan", "la Maria"."""

NOT_NAMES: Final = frozenset(_ENDING.split())
"""Words that end a name, or are not one: of the sentence round it, of trades, of letters."""

SURNAMES_TOO: Final = frozenset(_BOTH.split())
"""Words of NOT_NAMES that are surnames too, where a capital letter says so."""
