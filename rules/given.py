"""Words that tell a name from other words: given names, particles, and words that are nobody's name.

All folded (lower case, no accents). A name that is missing here is still found
beside a label or a document; the list only helps where nothing else does.
"""

from typing import Final

GIVEN_NAMES: Final = frozenset(
    """
    abel abril ada adam adela adelaida adele adolf adolfo adoracio adria adrian adriana africa afra agata agnes agusti
    agustin agustina aida aina aitana aitor alan alba albert alberto aleix alejandra alejandro alejo alex alexandra
    alexandre alexia alexis alfons alfonso alfred alfredo alicia alina alvaro amadeu amadeo amalia amanda amaia amat
    amelia amparo ana anais anastasia anders andrea andres andreu angel angela angelina angels angeles anita anna anne
    annie anselm antoine anton antoni antonia antonio aran aranzazu araceli ares ariadna armand armando arnau arthur
    artur arturo assumpcio assumpta astrid asuncion ausias aurea aurelia aurelio aurora avelli baldiri baltasar barbara
    bartomeu bartolome basili beatriu beatriz begona bel belen benet benito benjami benjamin berenguer berenice bernadette
    bernard bernardo bernat berta bertran bet biel blai blanca blanche blas borja brigitte bru bruna bruno caetana camil
    camila camille camilo candela candi candida caritat carla carles carlos carlota carme carmela carmen carmina carol
    carola carolina caroline casimir catalina caterina catherine cati cecilia celestina celia cesar cesc cesca chantal
    charles chloe christian christine christophe cinta clara claire clarisse claude claudi claudia claudina claudio
    clemencia clement climent cloe coloma colette concepcio concepcion concha conchita consol consuelo conxa conxita cora
    corinne cristian cristina cristobal cristofol cugat damia damian daniel daniela danielle david davinia delfi delfina
    denis denise desire didac diana diego dimas dionis dolors dolores domenec domingo dominique dora dori edgar edmund
    eduard eduardo edurne efrem eladi elena elia eliana elies elisa elisabet elisabeth elisenda elodie eloi elois elsa
    elvira emili emilia emilie emilio emma emmanuel empar encarna encarnacio encarnacion enric enrique enriqueta eric erica
    erik ernest ernesto ernestina esperanca esperanza estanislau esteban estefania estela ester esteve esther etienne
    eudald eugeni eugenia eugenio eulalia eusebi eva evarist evelina ezequiel fabia fabian fabio fabiola fatima fe federic
    federico felicia felicitat felip felipe felisa feliu felix fermi fermin fernanda fernando ferran ferriol fidel filomena
    fina flavia flora florenci florencia florentina francesc francesca francina francis francisca francisco francois
    francoise frank frederic fuensanta gabriel gabriela gabriella galdric galla garbine gaspar gaston gaudenci gemma
    genis genoveva georgina gerald gerard gerardo german geronima gervasi gil gilbert gilles gina ginesta giovanni
    gisela gisele gloria gonzalo goncal goncalo  gracia graciela gregori gregorio greta griselda guadalupe guido guifre
    guilhem guillaume guillem guillermo guillermina gustau gustavo hans hector helena helene heleni henri henry herminia
    hermini hilari honorat horaci hortensia hubert hug hugo humbert iago ian ibai ignasi ignacio igor iker ildefons imma
    immaculada inaki ines ingrid inma inmaculada ireneu irene iria iris irma isaac isabel isabella isabelle isaias
    isidora isidre isidro ismael itziar ivan ivet ivo izan jacint jacinta jacob jacques jaime jaione jan jana janina
    jasmina jaume javi javier jean jeanne jennifer jeremies jeroni jerome jessica jesus joan joana joaquim joaquima
    joaquin joel johan johanna john jon jonathan jordi jordina jorge jose josefa josefina josep josepa joseph josette
    josue juan juana juanjo judit judith jules julia julian julie julien juli julieta julio justa justi justina kai karim
    karin karl karla kevin kilian klaus laia lali lambert lara laura laure laurent lea leandre leandro leila leire lena
    leo leocadia leocadi leon leonard leonor leopold leopoldo lia lidia liam lila lina lisa llatzer llibert llibori llorenc
    lluc llucia lluis lluisa llull loles lola loreto lorena lorenzo lourdes luca lucas lucia luciano lucie lucien ludovic
    luis luisa luna luz lydia macari madrona mafalda magali magda magdalena magi maia maite maixenta malena manel manela
    manolo manon manuel manuela mar marc marcel marcela marcelina marceline marcelli marcello marcelo marco marcos margalida
    margarida margarita margaux margot maria mariam mariana mariangels mariano maribel maricarmen marie marien marin marina
    mario marion marisa marisol marius marta marthe marti martina martine martin martinez mary mateo mateu mathieu matias
    matilde maties matthias maurici mauricio maurice max maxim maxime maximilia meritxell merce mercedes michel
    michele michelle miguel mihai mikel milagros mila millan mina minerva miquel miquela miracle mireia miren miriam mohamed
    moises monica montsant montse montserrat muntsa muriel nadal nadia nadine naiara naroa narcis narcisa narciso nastasia
    natalia nathalie nati nativitat neus nicasi nicolas nicolau nicole nieves nil nina noa noe noel noelia noemi nora
    norbert nuri nuria octavi odette odile ofelia oleguer olga olimpia oliva oliver olivia olivier omar ona onofre oriol
    oscar oslo ot otger otilia pablo paco palmira paloma pancrac paola paqui paquita pascal pascual pasqual patrice patricia
    patrick patxi pau paul paula paule paulina paulino pedro pep pepa pepe pepi pepita pepeta pere peret perla peter petra
    philippe pia pierre pilar pio piotr pius pol policarp poncio pons pompeu prat presentacio primitiva priscilla prudencia
    purificacio quel queralt quico quim quima quimet quintin quirze rafa rafael rafaela rafel rai raimon raimond raimunda
    ramir ramira ramiro ramon ramona raquel rasmus raul rebeca regina remei remedios renata rene reyes ricard ricarda
    ricardo rita rob robert roberta roberto roc rocio roderic rodolf rodrigo roger rogelia rogeli roland roma roman romana
    ronan roque rosa rosalia rosario rosaura rosemarie rosendo roser roso ruben rufi rut ruth sabina sadurni salome salomo
    salva salvador samanta samuel sandra santi santiago sara saray saul saturnino savi sebas sebastia sebastian
    sebastien segimon segon segundo selena selma serafi serafina serge sergi sergio serni sever severi severiano sheila
    sibilla sidoni sigrid silvana silvestre silvia simeo simo simon simona simone sixte sofia sol soledad sole solange
    sonia stefan stephane stephanie suau sunta susagna susana suzanne sven sylvain sylvie tamara tania tatiana tea tecla
    telm teo teodor teodora teofil tere teresa teresina thais theo therese thierry thomas tiana timoteu tina tobies
    tomas tomasa tomeu toni tonia tonyi tono trinidad trinitat txell txema txus ulisses unai urbici urbano ursula vador
    valenti valentin valentina valeri valeria vanesa vanessa vera veronica vicenc vicens vicent vicenta vicente vicky victor
    victoria victorina victorino vidal vincent vinyet violeta violant virgili virginia virginie virtudes viviana vladimir
    walter wenceslao wilfred wilma xavi xavier xaviera xenia xesc xesca xisca yago yann yannick yasmina yesenia yolanda
    yves yvette yvonne zaida zoe zoila wei
    """.split()
)
"""Given names of the country and its neighbours."""

PARTICLES: Final = frozenset({"de", "del", "dels", "d", "la", "las", "les", "el", "els", "los", "i", "y", "e", "van", "von",
                              "der", "den", "da", "dos", "di", "le", "san", "santa", "ten", "ter", "bin", "ben"})  # fmt: skip
"""Words that stand inside a name and never begin or end one."""

ARTICLES: Final = frozenset({"en", "na", "la", "el", "lo", "l", "n"})
"""The personal article before a given name: "en Joan", "la Maria"."""

NOT_NAMES: Final = frozenset(
    """
    a abans abonats acaba acabo accent accio acord actualment aci acompanyo acte adeu ademas adjunt adjunto adjunta adreca
    adresse afegiu afectada afectat afectuosament agraire agradezco agraint agraeixo aha ahir ai aixi aixo ajuntament aki
    al alcaldia alcalde alcaldessa algu alla alli allo als alta altas altes am amable amables amb ambdos ambdues amic amics
    amiga amplia and andorra andorra an anem any anys apartament aparte apellido apellidos apreciat apreciada apunteu ara
    are aquest aquesta aquests aqui asesores associacio assumpte assessors assessoria atenta atentament atentamente
    atte  atencio au aujourd aun aviat avis avisos aviso avui ayuntamiento b baja bajas baix baixa baixes baixar ban
    bar base beneit bcn be bem benvingut benvolgut benvolguda benvolguts benvolgudes bien bienvenidos bisous bon bona bones
    bonjour bonsoir buen buenas bueno buenos c ca cada cal calle calla cami camp can canal cap cara cardiologia carnet
    carrer carretera carta casa cases catalunya cell cellular ciao ciudadana ciudadano ciutada ciutadana club codi codigo
    cognom cognoms coneguda com como companyia comprovant comte comu comunitat con conec confirma confirmeu conforme cordial
    cordialement cordialment cordialmente correo correu correus cosa crec cual cuando cuenta d da dada dades dame dar darme
    data date datos day de dear deixar deixeu dejar del dels demanar demana demano departament dema dels des desde desea
    deseo despres dia dias dic dies digui dilluns dimarts dimecres dijous divendres dissabte diumenge difusio difusion dir
    direccio direccion disculpeu diputacio dni doc document documento dominio don dona donar donarme donat dono doneu donin
    donem dos dret du dues duplex durant e edat edificio el ell ella elles els em email emdi en encara enlloc enlever ens
    entitat enviat enviada enviado enviar envieu envio equip era eran eres ero es escola escrit escribe escric escriu esborra
    esborrar esborreu ese esi esteu esta estada estan estat este estem estic estimada estimado estimados estimat estimats
    esto estoy et etc ets expedient exp fa familia fax fecha feu fet feta fes ferme fer filla fill fin finca firma firmado
    firmat fixe foment fora forn forneria forta fotos foto for from fue fui fulla g gestio gestoria gestora gmail
    gracias gracies gran grup grupo guasap ha haber habitatge habitual hago han haig hauria haver he hem hello hem
    hermano hermana heu hi hija hijo hivern hola home hola hores hora hostal hotel hotmail http https hui i id identitat
    identidad igual iguals il im immediatament ii iii impedit imserso in info informacio informacion informatiu inmediata
    instancia interessat interessada interesado interesada is iphone ipad ja jo je jubilada jubilat just justificant l la
    las le les li liste lista llarga llibre llista llistat lloc lloguer lo los lliure m ma madame madre mail mai mama man
    mare marca marido marit mas massa mateix mateixa mati matinada maison me mean mejor meitat mensaje mensajes mes mess
    merci merces mesclat meu meus meua meva meves mi mia mides mis missatge missatges mitjancant mobil mobils mob mobile mod
    moi mom molt molta moltes molts moment mon moi monsieur mort movil moviles muller mujer municipal municipi my n na name
    nada nacimiento naixement necessito necesito net neta ni nie nif ningu nit no nom nombre noms nombres nomes nos nosaltres
    nostra nostre notificacio nou nova novetats ntra num numero numeros n nuestro o obtener oci of oficina ok on os
    otro p padre padro pagina pais papa par para parar pare part pas pasado pasaporte passaport passat passeig passo
    passeu per pero perque perdo persona persones piso pis pla placa platja plau plaza pluja poble pobla podeu podrieu
    podria por porque portable posar poso poseu pot poc potser present presentar presento presente prego premsa pres pret
    primer pro profesora propietari propietaria propietario propi prou provincia pt pues puede pueden puc puix puntual
    puto qr qan q qual qualsevol quan que quedo qui quiero quien quin quina quisiera quito r re rebre rebo rebut recibir
    recordeu referencia regidor regidora regio registre registro renta resident residente residencia resta restaurant
    reunio revista rural s sa sabeu salut salutacions salutation salutations saludo saludos saluda salut salud sap sapigueu
    se secretari secretaria secretario segona segons segueix seguent senyor senyora senyors senor senora senores ser sera
    servei servicio servidor ses setcases seu seva si sinceramente sincerament sino siguin sigui signat signatura signe
    sis sisplau sl slu sms so sobre soc societat solicitud solicito solicitar sollicitud sollicito sollicitem sollicito
    sollicitud sollicitem sollicita sollicitar sollicita som son soy sort sota sotasignada sotasignat sr sra srs ssr su
    subscriptor subscriptora sumari suis sus t tal tambe tambien tancament tant tarda tardes tardor tarde te tecnic tef tel
    telef telefon telefons telefono telefonos telf tema temps ten tenc tengo teniu tfn tf the thanks tinc tingui tinguin tinguem
    titular titulars tlf tlfn to tot tota totes tothom tots tracte tramitar tramiteu tramit tras treure tres treieu traieu
    troba tu tuyo turisme ultim ultima un una unes uns urgencia urgent urgente us usted ustedes usuari usuaria usuario v va
    vaig valld vam van vas vau ve vegada vei veina veins vecino vecina venda vendre venir venut ver vers vespre veure vez via
    viatge victima vida viu visca viuda vidua visc vivo visitant vist viure vivenda voldria volem volen volia vols volia vos
    voste vostre vostra vostres votre vous vui vull vulgui vulgueu w wa wasap watsap wassap web web whatsapp whatsap whats
    wp x xarxa xat xec xifrats xiquet xq y ya yo z zona wenes ei eh iei bondia bonatarda noia noi nena nen tieta tia tio oncle
    avi avia iaia iaio abuela abuelo fils fille mari femme mere regards sincerely kind best yours cheers please hi hey
    sent tlfs enviats adjunts adjuntes documents remitent destinatari asunto subject sujet objet objecte cc bcc cco
    gener febrer maig juny juliol agost setembre octubre novembre desembre enero febrero marzo mayo junio 
    agosto septiembre noviembre diciembre lunes martes miercoles jueves viernes sabado
    administracio administracion administrador administradora associats advocats advocada advocat abogados empresa comerc
    immobiliaria inmobiliaria finques fincas perruqueria fusteria ferreteria electricitat installacions construccions
    transports garatge taller botiga supermercat carnisseria fleca pastisseria farmacia refugi camping alberg apartaments
    masia celler formatges escuela colegio institut universitat consell comarcal generalitat govern 
    arquitecte arquitecta enginyer enginyera metge metgessa mestra mestre professor directora director gerent president
    presidenta tresorer vocal coordinador coordinadora tecnica responsable atencion cliente clients client
    autoritzo autoritza declaro declara manifesto exposo exposa motiu motivo raons comunico comunica informo adjuntem
    """.split()
)
"""Words that end a name, or are not one: of the sentence round it, of trades, of letters."""

SURNAMES_TOO: Final = frozenset(
    "pla mas canal camp casa forn bar gran just bona cap sol sort mon part mort marca bo noia vila sala segura bosc"
    " pont major moll fort dalt rei llibre prou neta nena duran dona mestre metge tort clara marcha marin soler".split()
)
"""Words of NOT_NAMES that are surnames too, where a capital letter says so."""
