"""The words of what residents and associations tell the town hall over the list, one row a matter.

Folded, as `words`; verbs by their conjugation class, behind their language. A row says what a word may be
of: what a sentence comes to is worked out in `rules.topics`, by the same code for every word.
"""

from collections.abc import Iterator
from enum import StrEnum, unique
from typing import Final

from rules.lexicon.conjugation import ASKED, Tag, forms
from rules.lexicon.words import Turn, tables


@unique
class Matter(StrEnum):
    """What a word or a turn is of: the row of such words and turns. The models know a matter by its name."""

    # What is public and can break
    THING = """
        aigua agua llum llums luz luces fanal fanals farola farolas bombeta enllumenat alumbrado electricitat
        electricidad corrent corriente cable cables pal poste carretera carreteres camino cami pista pas paso
        pont puente carrer carrers calle calles vorera voreres acera paviment asfalt barana barandilla mur
        muro paret teulada branca branques rama ramas arbre arbres arbol arboles pedra pedres roca roques
        piedra piedras contenidor contenidors contenedor contenedores escombraries basura deixalles
        clavegueram claveguera clavegueres alcantarilla embornal canonada tuberia desguas font fuente aixeta
        senyal senyals semafor banc banco parc parque gronxador tanca valla porta reixa tapa boca hidrant
        cementiri escala escales riu rierol torrent sequia neu nieve gel hielo gos gossos perro perros vaca
        vaques senglar senglars jabali mirall rellotge campana wifi fibra cobertura antena pilona marquesina
        diposit rec ascensor calefaccio gas
    """
    # What happens to it
    HARMED = """
        trencat trencada trencats trencades roto rota rotos rotas caigut caiguda caiguts caigudes caido caida
        caidos cau cauen cae caen fos fosa fosos foses fundida fundido apagat apagats apagades apagado apagada
        rebentat rebentada reventado reventada embussat embussada embussats embossat obstruit atascado
        atascada desbordat desborda perd pierde vessa gota goteja inundat inundada inundado tallat tallada
        tallats tallades cortado cortada talla corta tapa tapat tapada bloqueja bloquejat bloquejada bloqueado
        bloqueada barra obstrueix espatllat espatllada averiado averiada estropeado estropeada malmes malmesa
        escapat escapada escapats solt solta suelto suelta brut bruta bruts sucio sucia ple plena plens plenes
        lleno llena desborden despres despresa enfonsat enfonsada esfondrat esfondrada esquerdat penja pengen
        colgando tort torta doblegat arrencat arrencada mort morta muerto muerta glacat glacada helado helada
        relliscos relliscosa sense sin cremat cremada no_surt no_sale no_funciona no_funcionen no_funcionan
        no_va no_van no_s_encen no_s_encenen no_enciende no_hi_ha no_hay no_ve no_te no_tenen no_tenim no_tinc
        no_tenemos no_tengo no_es_pot no_se_puede no_raja no_arriba no_llega no_tanca no_cierra ha_caigut
        han_caigut s_ha_fet per_terra a_terra al_terra en_el_suelo al_mig en_medio al_suelo
    """
    # That says by itself that something is wrong
    TROUBLE = """
        incidencia incidencies incidencias fuita fuites fuga fugas avaria avaries averia averias esllavissada
        esllavissament despreniment despreniments desprendimiento derrumbe inundacio inundacion sot sots clot
        clots forat forats bache baches socavon esvoranc apagada_general apagon apago plaga vandalisme
        vandalismo grafit pintada pintades abocament vertido desperfecte desperfectes desperfecto destrossa
        destrosses perill peligro perillos perillosa peligroso peligrosa incendi incendio foc fuego fum humo
        allau alud olor_de_gas olor_a_gas soroll ruido pudor mal_olor animal_mort rates ratas perilloses
        fuita_de_gas fuga_de_gas ferit ferida ferits herido herida atrapat atrapada atrapats cable_a_terra
        cable_caigut cables_a_terra electrocutar esfondrat esfondrada mal_ferit
    """
    # Said to be, of whatever it is
    URGENT = "urgent urgents urgencia urgente urgentment emergencia"
    PLACE = """
        carrer calle c placa plaza passeig paseo avinguda avenida carretera ctra cami camino pont puente
        pista font fuente parc parque barri barrio urbanitzacio urbanizacion escola escuela esglesia iglesia
        cementiri cementerio aparcament aparcamiento parking poliesportiu pavello refugi moli cal can mas
        masia coll pla veinat raval travessera travessia rotonda camping piscina dispensari consultori
        diposit davant costat cantonada entrada sortida
    """
    EVENT = """
        festa festes fiesta fiestas concert concerts concierto xerrada xerrades charla conferencia taller
        tallers sopar cena dinar comida esmorzar calcotada castanyada botifarrada cursa carrera caminada
        excursio excursion mercat mercado fira feria exposicio exposicion teatre teatro obra_de_teatre cinema
        pel·licula recital aplec ball baile sardanes sardanada cantada trobada torneig campionat quina bingo
        presentacio_del_llibre inauguracio assemblea reunio jornada jornades activitat activitats acte actes
        actividad actividades gimcana marato rifa loteria cavalcada pessebre pastorets correfoc missa sortida
        inscripcions colonies casal concurs curs festival vetllada
    """
    # To make something known to all
    SHARE = """
        ca:inf=difondre,compartir,fer_difusio,fer_ne_difusio,donar_difusio,fer_arribar
        ca:imp=difongueu,difoneu,difongui,difonguin,compartiu,comparteixi,feu_difusio,feu_ne_difusio,feu_arribar
        ca:public-ar/publiqu ca:anunci-ar ca:pass-ar ca:pos-ar ca:penj-ar/peng ca:envi-ar
        es:inf=difundir,compartir,poner,enviar,dar_difusion
        es:imp=difundan,difundid,difunda,compartan,compartid,pongan,poned,ponga,envien,enviad
        es:public-ar/publiqu es:anunci-ar es:colg-ar/colgu
    """
    # What who writes does by writing
    TELL = """
        ca:one=escric,escrivim,aviso,avisem,comunico,comuniquem,informo,informem,notifico,notifiquem,dic,diem
        ca:one=adreco,adrecem,demano,demanem
        ca:inf=escriure,avisar,comunicar,informar,notificar,dir,fer_saber
        es:one=escribo,escribimos,aviso,avisamos,comunico,comunicamos,informo,informamos,notifico,digo,pido
        es:inf=escribir,avisar,comunicar,informar,notificar,decir
    """
    # What was told to the town hall
    CAME = """
        arribat arribada arribats escriu escriuen escrit escrita rebut rebuda avisat avisen avisa diu diuen
        dit comunica comuniquen comunicat envia envien enviat passat pregunta pregunten preguntat llegado
        escribe escriben escrito recibido avisan dice dicen dicho
    """
    DATA = "dades dada datos dato data informacio"
    ALL = "totes tots tota tot todos todas todo qualsevol cualquier cap"
    # That data are kept
    HELD = """
        teniu tenen te tingueu guardeu guarden conserveu constin consta consten figura figuren disposeu
        tracteu teneis tienen guardais constan conservan disponen tratan
    """
    COPY = "copia copies copias accedir acceso acces acceder"
    # The rights by their names
    LAW = """
        dret_d_acces dret_d_accedir dret_a_accedir drets_d_acces derecho_de_acceso dret_de_rectificacio
        derecho_de_rectificacion dret_de_supressio derecho_de_supresion dret_a_l_oblit derecho_al_olvido
        dret_d_oposicio derecho_de_oposicion dret_de_limitacio dret_a_la_limitacio derecho_de_limitacion
        dret_de_portabilitat dret_a_la_portabilitat derecho_a_la_portabilidad m_oposo_al me_opongo_al
        limitacio_del_tractament limitacion_del_tratamiento limiteu_el_tractament oposicio_al_tractament
        exercir_l_acces exercir_la_rectificacio exercir_la_supressio exercir_la_limitacio exercir_l_oposicio
        ejercer_el_acceso ejercer_la_rectificacion ejercer_la_supresion ejercer_la_limitacion
        ejercer_la_oposicion exercir_el_dret exercir_els_drets exercir_els_meus exercir_el_meu
        exerceixo_el_dret ejercer_el_derecho ejercer_mi_derecho ejercer_mis_derechos ejercer_los_derechos
        drets_arco derechos_arco drets_arsol
    """
    MEND_DATA = """
        ca:inf=corregir,rectificar,esmenar,modificar,actualitzar
        ca:imp=corregiu,corregeixi,corregeixin,rectifiqueu,rectifiqui,rectifiquin,esmeneu,esmenin,modifiqueu
        ca:imp=modifiquin,actualitzeu,actualitzin es:inf=corregir,rectificar,modificar,actualizar
        es:imp=corrijan,corregid,corrija,rectifiquen,rectificad,modifiquen,modificad,actualicen,actualizad
    """
    # On the list
    ENTERED = """
        apuntada apuntat apuntats apuntades inscrita inscrit inscrits donada_d_alta donat_d_alta d_alta
        dada_de_alta dado_de_alta de_alta consto figuro apuntado inscrito registrada registrat dins
    """
    # Asks how something is done
    MANNER = """
        com como que_cal que_he que_hem que_hay que_tengo que_s_ha on donde what how quins_passos
        quines_normes
    """
    # A list, whose is said elsewhere
    CHANNEL = "llista lista canal xat chat grup grupo"


_FORMS: Final = {
    Matter.SHARE: ASKED,
    Matter.MEND_DATA: ASKED,
    Matter.TELL: frozenset({Tag.INFINITIVE, Tag.FIRST, Tag.GERUND}),
}
"""The forms by which something is asked, or told by who writes it: nothing of the past."""


def _turns(matter: Matter) -> Iterator[Turn]:
    for entry in matter.split():
        language, _, notation = entry.rpartition(":")
        if not language:
            yield tuple(entry.split("_"))
        for form, tags in forms(notation, language).items() if language else ():
            if tags & _FORMS[matter]:
                yield tuple(form.split("_"))


_TURNS: Final = {matter: frozenset(_turns(matter)) for matter in Matter}
_BY_WORD, _BY_FIRST = tables(_TURNS)
SIGNS: Final = {matter: frozenset(max(turn, key=len) for turn in turns) for matter, turns in _TURNS.items()}
"""Of each matter the words one of which each sentence holds that is of it: most hold none."""


def matters_in(words: tuple[str, ...]) -> tuple[frozenset[Matter], ...]:
    """The matters of each word of a sentence; those of a turn stand at each of its words."""
    found = [_BY_WORD.get(word, frozenset()) for word in words]
    for place, word in enumerate(words):
        for turn, matter in _BY_FIRST.get(word, ()):
            if words[place : place + len(turn)] == turn:
                for each in range(place, place + len(turn)):
                    found[each] |= {matter}
    return tuple(found)
