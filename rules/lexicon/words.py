"""The words around a verb: what wants, refuses, asks, conditions, puts off, tells, and what is struck off.

Folded, one row a concept; an entry of several words is a turn of phrase, of four words at most.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final, TypeVar

Turn = tuple[str, ...]
"""The words that it is made of; most are one word."""


@unique
class Concept(StrEnum):
    """What a word or a turn does to the wish that it stands beside: the row of such words and turns."""

    STAYING = ""  # no words: what a frame of going on comes to
    NOT = """
        no ni mai sense sin nunca tampoc tampoco jamai jamas not dont never without de_cap_manera
        de_ninguna_manera en_absolut en_absoluto lluny_de lejos_de ni_parlar ni_pensar
    """
    WANT = """
        vull volem vui vuy voldria voldriem desitjo desitgem desitjaria agradaria necessito necessitem
        volgut querido prefereixo preferiria preferim decidit decidido quiero queremos quisiera quisieramos
        deseo deseamos desearia gustaria necesito necesitamos prefiero preferimos estimo interessa
        interessen interesa interesan cal caldria intencio intencion ganes ganas voluntat voluntad decisio
        decision pretenc pretenem pretendo fa_falta hace_falta calgui vulgui vulguem quiera queramos
        val_mes mes_val mas_vale merci_de want wish like love voudrais veux souhaite souhaitons souhaiterais
        desire voudrions
    """
    # "volia": a polite wish, unless something takes it back
    WANT_PAST = "volia voliem queria queriamos desitjava deseaba"
    THEY_WANT = "vol volen quiere quieren desitja desitgen desea desean demana pide voldrien querria"
    ASK = """
        demano demanem demanar demanant demanava demanaria demani sol.licito sol.licitem sol·licito
        sol·licitem sollicito sol.licitar sol·licitar sol·licita sol.licita sol·licitant solicita
        se_solicita dir decir pido pedimos pedir pidiendo ruego rogamos solicito solicitamos solicitar prego
        preguem agrairia agrairiem agrairem agraeixo agraim agradeceria agradezco agradeceriamos exigeixo
        exigim exijo recordo recuerdo agraire reitero insisteixo insisto demande prie agradecere
        agradeceremos pregaria pregariem suplico supliquem insto instem intereso remercie
    """
    ASK_NOUN = """
        peticio peticion demanda sol·licitud sol.licitud sollicitud solicitud instancia tramit tramite
        tramits
    """
    CAN = """
        podeu podrieu podria podrien podries pot poden puc podem poder poguessiu poguessin puguin pugueu
        podeis podriais pueden puede podrian puedo podemos podrias pudieran pudierais possible posible seria
        serian serien serieu seriais sirvan serveixin amables amable can could would pouvez pourriez
        veuillez vouloir bien_vouloir heu haurieu teniu tingueu tenen haurien tienen teneis deben
        debeis pots puedes podras podran podreu proceda procedeixi procedan procedeixin procedeixo
        amabilitat amabilidad bondat bondad gentilesa tinguessiu tinguessin tengan tengais tenga pourrais
        pouvoir
    """
    DO = """
        tramiteu tramitar tramitin tramitessiu tramiten tramite tramitad gestioneu gestionar gestionin
        gestionen procediu procedir procedeixin procedan proceder procediment feu fer facin fessiu fes faci
        faig hagan hacer haced hago hagais efectuar efectueu formalitzar formalitzeu formalizar cursar
        curseu cursen causar causo causem causi comunico comuniquem comunicar confirmo confirmeu confirmar
        confirmin confirmen presento presentem envio enviem adreco escric escrivim escribo contacto passeu
        posar poseu apunteu consti constar executeu executar accepteu processeu procesen reiterar efectiva
        efectivitat ser siguin sigui sigamos sean sea quedar quedi quede considereu consideradme passo
        adjunto aprofito facilito manifesto manifiesto indico faciliten passem adjuntem poso aporto trameto
        remeto
    """
    TOLD = """
        he hem ha han has havia haviem vaig vam van va vas vau vareu varem hemos habeis hubiera fui fuimos
        pedi solicite hauriem haureu haveu hagut
    """
    LINK = """
        que de d a al als del dels per pel para por el la els les l lo los las li le em m me mi ens nos us vos
        os se es s hi en n ne ho te t un una uns unes aquest aquesta aquests aquestes este esta estos estas
        meu meva meus meves nostre nostra nostres mis nuestro nuestra nuestros seu seva su sus vostre vostra
        vostres vuestro vuestra vuestros vuestras per_tal_de amb con mateix mateixa mismo misma tots totes
        todos todas tot ambdos dos dues jo yo nosaltres nosotros vostes ustedes vosaltres favor des ses tan ls
        pels unos unas par on to be the from of off you your my our both je du ma mon votre deux esa ese eso
        esos esas aquella aquell aquells aquelles aqueix aqueixa aixo esto aqui ahi alla sa so q k vous nous
        donc tous toutes tout tres quatre cuatro three two all ambdues ambos ambas tota toda de_casa
        dues_persones tres_persones quatre_persones dos_personas tres_personas cuatro_personas dalt baix peu
        sota sobre seguents seguent siguientes siguiente
    """
    ADVERB = """
        aquest_correu este_correo aquest_mail este_mail this_email esmentada esmentat mencionada mencionado
        per_si_de_cas por_si_acaso per_si_un_cas partir_d_ara partir_d_avui partir_de_ahora
        partir_de_hoy pressa please kindly just also plus bien porfa porfavor xfa porfi any more longer ja
        ya ara ahora avui hoy immediatament inmediatamente urgentment urgentemente definitivament
        definitivamente tambe tambien si plau sisplau siusplau amablement amablemente cordialment atentament
        formalment simplement simplemente senzillament nomes solo aixi directament directamente gracies
        gracias hola bon dia bona buenos dias plis urgent mes mas aviat antes millor pls immediata
        inmediata definitiva be efectivament expressament voluntariament oficialment realment pas molt mucho
        molta completament totalment totalmente a_veure_si a_ver_si d_una_vegada de_una_vez nomas
        cuanto_antes com_mes_aviat_millor el_mes_aviat_possible tan_aviat_com_pugueu bonament desde_hoy
        des_d_ara des_d_avui des_d_aquest_moment punt coma tinguin_a_be tingueu_a_be tengan_a_bien
    """
    AND = """
        i y o u e doncs pues ergo total aixi_que asi_que o_sigui_que o_sea_que per_tant por_tanto total_que
        and so de_modo_que de_manera_que amb_la_qual per_aixo por_eso por_ello asi_pues en_consecuencia
        en_consequencia
    """
    BUT = """
        pero sino but mais ara_be ahora_bien tanmateix no_obstant sin_embargo aixo_si eso_si malgrat however
    """
    BECAUSE = "perque porque ja_que ya_que com_que como_que ates vist donat_que puix because since"
    IF = """
        si quan cuando mentre mentrestant mientras excepte llevat salvo nomes_si sempre_que siempre_que
        fins_que hasta_que a_menys_que a_menos_que tret_que un_cop una_vegada una_vez en_cas en_caso
        tan_bon_punt en_cuanto despres_de despues_de el_dia_que en_el_moment segons_com depenent when if
        until unless salvat com_no como_no sempre_i_quan altrament d_altra_manera de_lo_contrario caso_de
        con_tal suposant suponiendo posat_que a_condicio a_condicion previa previo
    """
    LATER = """
        encara_no aun_no todavia_no dema manana pasado_manana dilluns dimarts dimecres dijous divendres
        dissabte diumenge lunes martes miercoles jueves viernes sabado domingo gener febrer marc abril maig
        juny juliol agost setembre octubre novembre desembre enero febrero marzo mayo junio julio agosto
        septiembre noviembre diciembre mes_endavant mas_adelante d_aqui_a dentro_de que_ve que_viene vinent
        proper propera proximo proxima a_finals a_principis a_partir_del a_partir_de l_endema algun_dia un_dia
        aquell_dia aquel_dia aquella_setmana a_final final_d_any fin_de_ano en_acabar al_acabar estiu hivern
        tardor primavera verano invierno otono nadal navidad reis reyes setmana_santa pasqua vacances
        vacaciones temporada tarde tard llavors aleshores entonces despres luego quan_hagi quan_hagim
        quan_haguem quan_hagin cuando_haya cuando_hayamos cuando_hayan per_ara por_ahora al_seguent
        al_siguiente aviat_em aviat_me aviat_ens pronto_me pronto_nos baixa_temporal baja_temporal
        baixa_provisional baja_provisional aquesta_data aquella_data esa_fecha esta_fecha passat temporalment
        provisionalment temporalmente provisionalmente temporarily durant durante uns_dies unes_setmanes
        uns_mesos unos_dias unas_semanas unos_meses un_any un_ano mig_any medio_ano fins_nou_avis
        hasta_nuevo_aviso un_temps una_temporada un_tiempo un_mes aquest_mes este_mes tot_el_mes todo_el_mes
        a_month a_while
    """
    # Opens a question
    HOW = """
        com como quan cuando per_que por_que on donde quin quina quins quines que_he que_cal que_tengo
        que_hay qui quien cual cuales cuanto quant quants whether why when how where who quanta do_i cuantos
        cuantas quantes
    """
    MAYBE = """
        potser quiza quizas tal_vez igual_em_dono m_ho_penso m_ho_pensare no_se_si no_se_que no_sabem dubto
        dudo dubtant pensant_si pensando_si estic_pensant estoy_pensando m_ho_estic m_ho_rumio a_lo_mejor
        a_la_millor dudando no_em_decideixo no_ens_decidim no_me_decido no_nos_decidimos no_ho_tinc
        no_lo_tengo no_ho_veig no_lo_veo no_estic_segur no_estoy_segur depen segurament seguramente
        probablement probablemente ja_us_dire ja_us_ho_dire ya_os_dire ya_les_dire ya_os_digo os_digo_algo
    """
    SAY = """
        diu diuen dice dicen deia deien decia em_diu m_han_dit m_ha_dit ens_han_dit me_han_dicho me_dicen
        van_dir va_dir segons segun dijo dijeron sembla parece somio somiat sonado imagineu imaginad suposem
    """
    BACK = """
        repensat repensado ben_pensat m_ho_he_pensat me_lo_he no_ho_feu no_feu_res no_lo_hagan no_hagan_nada
        no_hagais no_ho_fagueu no_facin_res no_feu_cas no_hagan_caso oblideu olvidenlo olvidadlo
        deixeu_ho_estar dejenlo dejadlo al_final_no finalment_no finalmente_no millor_no mejor_no
        de_moment_no de_momento_no ara_no ahora_no ja_no_cal ya_no_hace ja_no_fa penedit penedeixo arrepiento
        arrepentido anulo anul·lo ignoreu ignoren ignorad desestimeu desestimen retiro_la canviat_d_idea
        cambiado_de_idea canviat_d_opinio cambiado_de_opinion falsa_alarma broma conya bromejo bromeo
        sense_efecte sin_efecto pensado_mejor pensat_millor changed_my_mind esborrany borrador prova prueba
        mentida mentira innocents inocentes m_ho_repenso me_lo_repienso no_enviar no_mandar exercici
        ejercicio exercise practicar curset cursillo no_tramitar no_tramiteu d_exemple un_exemple exemple_de
        un_ejemplo de_ejemplo ejemplo_de deixem_ho deixa_ho dejalo dejelo
    """
    NEIGHBOUR = """
        vei veina vecino vecina amic amiga amigo conegut coneguda conocido llogater llogatera inquilino
        inquilina company companya companero companera ex
    """
    MORE = "mes mas cap res nada ningun ninguna ningu nadie any_more"
    MESSAGE = """
        missatge missatges mensaje mensajes whatsapp whatsapps whats wasap wasaps guasap guasaps avis avisos
        comunicacio comunicacions comunicado comunicados comunicaciones informacio informacions informacion
        informaciones alerta alertes alertas enviament enviaments envios message messages coses cosas
        missatgets mensajitos bandols bandos butlletins broadcasts
    """
    LIST = """
        llista llistes llistat lista listado grup grups grupo canal difusio difusion distribucio servei
        servicio whatsapp whatsapps whats wasap wasaps guasap guasaps ajuntament ayuntamiento municipal
        municipals municipales poble pueblo nostrepoble vila alcaldia consistori subscripcio suscripcion
        inscripcio base_de_dades list group liste groupe council town hall mairie village broadcast
        missatgeria mensajeria informatiu informativa diffusion information distribution municipi municipio
        comuna poblacio enviaments difu
    """
    OWN = """
        subscripcio suscripcion subscription inscripcio inscripcion numero numeros telefon telefons mobil
        mobils telefono telefonos movil moviles nom nombre nombres noms dades datos contacte contacto
        consentiment consentimiento autoritzacio autorizacion persona num usuari usuaria usuario familia dni
        nie titular mare pare mares pares madre padre marit dona home fill filla avi avia number phone mobile
        name linia linea particular compte carnet carne
    """
    KIN = """
        abaixsignat abajo abuela abuelo abuelos avi avia difunt difunta dona esposa esposo fill filla filles
        fills germa germana germanes germans hermana hermano hermanos hija hijas hijo hijos home iaia iaio
        infrascrit interesada interesado interessada interessat madre mama mare mares marido marit
        meva_parella mi_pareja mujer oncle padre padres padri padrina padrins papa pare pares que_suscribe
        qui_signa qui_sotasigna qui_subscriu quien_suscribe sogra sogre sogres sotasignada sotasignant
        sotasignat suegra suegro suegros tia tiet tieta tio vidu vidua viuda viudo yaya yayo
    """
    # What makes a courtesy of an "if" or a "when" before it
    POLITE = """
        cal calgui cela_ne els_va em_dona_de em_donen_de em_doneu_de em_feu_el em_feu_la em_tragueu em_traieu
        es_posible es_possible es_tan et_plau fos fuera hageu hagiu hayais hayan ho_puguin ho_trobeu it_is
        l_hagiu les_vaya m_hagiu m_ho me_dais_de me_dan_de me_hacen_el me_hacen_la no_els no_es no_hay
        no_hi_ha no_les no_li no_os no_us os_es os_vaya plau podais podeis poden podeu podria podriais
        podrian podrien podrieu pogues poguessin poguessiu posible possible pot pot_ser puc pudiera pudieran
        pueda puedan puedas puede puede_ser pueden pugueu pugui puguin puguis son_servides son_servits
        son_tan sou_tan tenen tengais_un tengan_un tengas_un teniu tienen tingueu_un tinguin_un tinguis_un
        us_es us_plau us_sembla us_sigui us_va us_vagi us_ve voleu vulgueu you_are you_can you_could
    """
    # What most likely does
    EASY = """
        els_vagi_be et_vagi_be fossin_tan fossiu_tan fueran_tan le_vaya_bien li_vagi_be no_fos_gaire
        no_fos_massa no_fos_molta no_fuera_mucha te_vaya_bien
    """
    LAUGH = "jajaja"
    LESS = """
        nomes solo solamente unicament unicamente sols tret llevat excepte salvo salvat menys menos only
        except less la_resta el_resto del_resto
    """
    FIRST = """
        fins_al fins_a fins_d hasta_el hasta_la al_final finalment finalmente de_moment de_momento resulta
        pensant_ho lluny lejos abans antes primer primero espereu esperad esperen espera alto atureu pareu
        parlem parlarem parlem_ne hablamos hablemos quedem refereixo refiero vull_dir quiero_decir voltes
        vueltas rumiar rumio wait stop rumiant rumiando us_avisare us_avisarem les_aviso les_avisare
        os_avisare
    """
    YES = """
        si yes oui ok okei okey oka vale d_acord dacord de_acuerdo confirmo confirmem confirmado confirmat
        confirmada correcte correcto correcta exacte exacto exactament exactamente efectivament
        efectivamente endavant adelante es_clar claro_que_si aixi_es asi_es afirmatiu afirmativo
    """
    # Ends a chain: never a word that may stand between a "no" and its verb
    COURTESY = """
        quedo_a_l_espera quedem_a_l_espera resto_a_l_espera restem_a_l_espera quedo_a_la_espera
        quedamos_a_la_espera gracies gracias merci moltes muchas mil hola bon bona bones buen buenos buenas
        bon_dia bona_tarda bones_tardes bon_vespre bona_nit buenos_dias buen_dia buenas_tardes buena_tarde
        buenas_noches salutacions salut salutacio saludos saludo
        cordial cordials cordiales cordialment atentament atentamente adeu adios fins aviat abracada abrazo
        petons senyor senyora senyors senor senora senores benvolguts benvolgut estimats disculpeu perdoneu
        perdo perdon disculpen molesties molestias per_la_feina per_tot por_todo thanks thank regards dear
        ei ep ui apa mira mire mireu miren mirad escolteu escolta nois noies nena noia maca maco guapa
        guapes guapos bonjour madame monsieur cordialement bonsoir sisplau siau vegi vagi passeu
    """
    ME = "take_us remove_us me m nos ns em ens"
    INTRODUCES = """
        soc som soy somos em_dic me_llamo es_diu se_llama mi_nombre el_meu_nom mi_dni el_meu_dni el_dni
        mi_carnet mi_carne el_meu_carnet el_carnet el_carne my_name i_am je_suis mis_datos les_meves_dades
        em_llamo nos_llamamos ens_diem dni nie
    """
    BEHALF = """
        en_nom_de en_nombre_de de_part_de de_parte_de escric_per escric_pel escrivim_per escribo_por
        escribo_para escribimos_por per_encarrec por_encargo on_behalf au_nom representacio representacion
    """
    ENOUGH = "prou basta stop"
    # Of data, or of who gives them
    LABEL = """
        nom noms nombre nombres cognom cognoms apellido apellidos complet completo document documento
        identitat identidad dni nif nie passaport pasaporte num numero numeros mobil mobils movil moviles
        telefon telefons telefono telefonos tel telf tlf tf mob mov titular dades datos persona interessat
        interessada interesado interesada soc som llamo dic soy name phone passport mobile number contacte
        adreca domicili correu email mail signat firmado firma signatura data lloc es_vol_donar
        es_vulgui_donar se_quiere_dar se_desea_dar a_donar_de a_dar_de donar dar carnet carne lletra letra
        nascut nacido mateix pel son tenen te tiene tinc tengo es era meu meva mi teniu tienen consta
        constava figura registrat registrado apuntat apuntada apuntado pais foto fotocopia assumpte asunto
        subject vostres vosaltres tots dos aquestes seguents
    """
    THANKS = """
        gracies gracias merci merces thanks thank_you d_acord de_acuerdo ok okay okei okey vale molt_be
        muy_bien genial fantastic estupend estupendo excellent
    """
    # That a letter came
    RECEIVED = "rebut rebuda recibido perfecte perfecto entesos entesa miro mirare mirarem"
    # What is said beside thanks
    KINDNESS = """
        moltissimes muy gran feina trabajo ajuda ayuda rapidesa rapidez rapids rapid rapido eficients
        eficient eficiencia amables amable amabilitat amabilidad atencio atencion resposta respuesta
        contestar respondre responder avisar gestio gestion tramit tramite paciencia vagi_be vaya_bien
        que_vagi que_vaya records recuerdos besos sort suerte lot cap_de_setmana fin_de_semana per_avancat
        por_adelantado de_antemano com_mes_aviat lo_antes_posible quant_abans cuanto_antes senyores
        benvolgudes estimades apreciats disculpes disculpin disculpad disculpi perdonin perdonen perdona
        perdoni sorry molestia molesten siau si_us_plau per_favor por_favor please hello hi ho_sento
        lo_siento your_help ai ah oh ui ep ajuntament ayuntamiento pel_servei por_el_servicio
    """
    # That data are here, or were forgotten
    HANDING = """
        envio enviem paso pasamos passo passem poso posem pongo adjunto adjuntem aporto facilito facilitem
        afegeixo dono donem escric torno aqui teniu tens tiene tienen falta faltava faltaba falten faltan
        faltaven faltaban demaneu demanaveu demanavau pedian pedia piden pide sol.licitades sol·licitades
        solicitados descuidat descuidada descuidar descuidado oblidat oblidada oblidar olvidado olvidada
        havia_deixat habia_dejado carnet carne sencer entero lletra letra es_el es_la retard retraso
        responent respondiendo dir quin_cap que_cap no_ho_havia posat puesto no_sabia_que no_me_acordaba
        no_me_n recordava feia_falta hacia_falta asked forgot missing here number id is confirmeu_m_ho
        confirmacio confirmacion espero direu em_direu faig_arribar fem_arribar hago_llegar aqui_van
        mis_datos us_deixo os_dejo
    """
    RIGHT = "correcte correcta correcto confirmo confirmem confirmamos feu_ho feu_la haganlo"
    # With "I": who it was
    BEING = "estat sigut sido fue fui fuimos era eren soc som soy ser was did"
    ASKED = """
        demanat demanada demanades demanats demanar escrit escriure escrito enviat enviada enviar enviado
        fet hecho pedido pedida solicitado solicitada sol.licitat sol·licitat sol.licitada sol·licitada
        sollicitat ask asked requested wrote written
    """
    DENIAL = """
        no_m_he no_me_he no_ens_hem no_em_vaig no_me_di no_en_se no_en_sabem no_en_sabia no_se_res
        no_se_nada didn_t_ask didn_t_write didn_t_send didn_t_request wasn_t_me never_asked
    """
    UNDO = """
        desfeu desfer desfaci desfacin deshagan deshaga deshaced deshacer deshagais undo torneu_a torneu_me
        torneu_m torneu_nos tornar_a tornar_me tornar_hi tornin_a tornin_me vuelvan_a volver_a volved_a
        put_me_back apunteu_me apuntin_me apuntadme apuntenme poseu_me m_hi_poseu m_hi_apunteu afegiu_me
        com_estava como_estaba com_abans como_antes
    """
    # Asked for, or told
    CHANGE = """
        canvi canvieu canviar canviin canviarme canviat canviada canvio
        cambien cambiar cambiad cambiarme cambio cambiado cambie
    """
    NEW_NUMBER = """
        nou_numero numero_nou nou_mobil mobil_nou nou_telefon telefon_nou el_nou_es
        nuevo_numero numero_nuevo nuevo_movil movil_nuevo nuevo_telefono telefono_nuevo el_nuevo_es
    """
    STILL = "encara todavia aun still toujours encore"
    # "ha tornat a arribar"
    ONCE_MORE = "tornat_a torna_a tornen_a vuelto_a vuelve_a vuelven_a"
    AGAIN = """
        altra_vegada altre_cop de_nou de_nuevo otra_vez novament nuevamente d_alta de_alta apuntar incloure
        afegir incluir anadir
    """
    MISTAKE = """
        error errada equivocat equivocada equivocats equivocado equivoque equivocacio equivocacion malentes
        malentendido sense_voler sin_querer
    """
    # Who, as a rule, writes for somebody older
    YOUNGER = """
        fill filla fills filles hijo hija hijos hijas net neta nets nebot neboda nebots cosi cosina cunyat
        cunyada gendre nora jove nieto nieta nietos sobrino sobrina sobrinos cunado cunada yerno nuera
        daughter niece nephew fille fils tutor tutora cuidador cuidadora
    """
    # Behind it stands their name, or what they are to somebody
    SELF = """
        soc som soy somos em_dic me_llamo je_suis je_m_appelle i_am i_m my_name jo yo conmigo signat signa
        firmado firma qui_escriu quien_escribe qui_subscriu qui_sotasigna qui_signa quien_suscribe
        que_suscribe abaixsignat abajo infrascrit sotasignada sotasignant sotasignat sol·licitant
        solicitante us_escriu les_escribe
    """
    MINE = "meu meva mio mia mi my mine mon ma mien meus"
    THEIRS = """
        seu seva ell su suyo suya d_ell d_ella de_el de_ella his her es_diu es_deia se_llama se_llamaba ella
        seves seus sus suyos
    """
    RING = """
        truqueu trucar truquin truqui truca trucada trucades contacteu contactar contactin contacte contacto
        contactad contacten contactarme contactame localitzar localitzareu localitzeu localitzarme llamen
        llamar llamenme llamadme llamame llamarme llamada telefoneu telefonar appelez appeler joindre call
        ring reach proveu trobareu si_cal si_us_cal si_falta si_us_falta si_hace_falta si_necessiteu
        si_conve per_si por_si qualsevol_cosa qualsevol_dubte cualquier_cosa cualquier_duda llaman llamais
        llameu preguntar
    """
    # Or of a firm: whose number is nobody's who leaves, unless it is asked for
    WORK = """
        fix fixe fijo urgencies reserves comandes pedidos oficina centralita fax feina trabajo treball
        empresa despatx despacho botiga tienda hotel restaurant travail work office ambulatori gestoria
        taller cif www abogado abogada advocat advocada
    """
    CLOSING = """
        gracies gracias merci merces thanks thank salutacions salutacio salut saludos saludo saludes
        atentament atentamente cordialment cordialmente cordialement abracada abrazo petons besos records
        recuerdos regards sincerely adeu siau fins_aviat disposicio disposicion agraiment agraida agrait
        agraint
    """


TURNS: Final[Mapping[Concept, frozenset[Turn]]] = MappingProxyType(
    {concept: frozenset(tuple(entry.split("_")) for entry in concept.split()) for concept in Concept}
)
"""The words and turns of each concept, each as the words that it is made of."""

_Of = TypeVar("_Of")


def tables(
    rows: Mapping[_Of, Collection[Turn]],
) -> tuple[dict[str, frozenset[_Of]], dict[str, list[tuple[Turn, _Of]]]]:
    """What each word is of that is a turn by itself; and the turns of several words, by their first."""
    alone: dict[str, frozenset[_Of]] = {}
    longer: defaultdict[str, list[tuple[Turn, _Of]]] = defaultdict(list)
    alike: dict[frozenset[_Of], frozenset[_Of]] = {}  # of thousands of words a hundred are
    for of, (first, *others) in ((of, turn) for of, turns in rows.items() for turn in turns):
        if others:
            longer[first].append(((first, *others), of))
        else:
            now = alone.get(first, frozenset()) | {of}
            alone[first] = alike.setdefault(now, now)
    return alone, dict(longer)
