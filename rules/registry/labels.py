"""The labels of registry notices, as registers of Catalonia and Spain print them.

The number of a register is an opaque string: a label or a known shape vouches for
it. Labels are tried longest first, so that "número de registre de sortida" is never
"número de registre". To teach a new register, add its labels here.
"""

import re
from enum import Enum, auto
from functools import cache
from typing import Final

from rules.text.patterns import alternatives, word_set


class Field(Enum):
    """What a label says about the value that follows it."""

    NUMBER = auto()
    SECOND_NUMBER = auto()  # of an auxiliary or a provisional book
    PRESENTED = auto()
    ENTERED = auto()
    TIME = auto()
    NAME = auto()
    SURNAMES = auto()
    DOCUMENT = auto()
    PHONE = auto()
    MATTER = auto()
    PLEA = auto()  # what the person sets forth and asks
    TYPE = auto()
    STATE = auto()
    DEPUTY = auto()  # the representative: not the person
    PERSON_HEAD = auto()
    NOTHING = auto()  # a label whose value must not be taken for another's


_LABELS: Final[dict[Field, str]] = {
    Field.NUMBER: """
        numero_de_registre_d'entrada num._de_registre_d'entrada num._registre_d'entrada
        numero_registre_d'entrada numero_de_registre_entrada n._de_registre_d'entrada
        no_de_registre_d'entrada no_registre_d'entrada no_registre_entrada numero_d'entrada num._d'entrada
        num._entrada numero_entrada registre_d'entrada_numero registre_d'entrada_num. registre_d'entrada_no
        registre_entrada_numero registre_entrada_num. registre_entrada_num registre_entrada_no
        registre_d'entrada registre_entrada numero_de_registre_general registre_general_numero
        registre_general_num. registre_general numero_de_registre numero_registre num._de_registre
        num._registre num_registre no_de_registre no_registre n._registre nro._registre n_registre reg._num.
        numero_d'assentament num._d'assentament num._assentament num_assentament numero_assentament
        assentament_numero assentament_num. assentament_no assentament numero_d'anotacio num._d'anotacio
        num._anotacio anotacio_numero anotacio_num. anotacio_de_registre anotacio
        numero_de_registro_de_entrada numero_de_registro numero_registro no_de_registro no_registro
        n._registro num._registro num._de_registro registro_de_entrada numero_de_asiento no_asiento
        asiento_registral numero_de_entrada no_de_entrada no_entrada numero_registro_entrada
        numero_definitiu numero_consolidat codi_de_registre identificador_de_registre registre registro
        entrada entrada_numero entrada_num. numero num. no num._registre_general num._de_registre_general
        codi_d'assentament identificador_d'assentament num nro no_d'assentament no_d'anotacio
        numero_del_registre num._del_registre numero_de_justificant registre_num. registre_num registre_no
        registro_num. registro_num registro_no numero_assentament_entrada num._assentament_entrada
        numero_d'assentament_d'entrada numero_de_anotacion no_de_anotacion no_anotacion n.o_de_anotacion
        n.o_d'anotacio n.o_de_registro n.o_de_registre
    """,
    Field.SECOND_NUMBER: """
        numero_de_registre_auxiliar num._registre_auxiliar registre_auxiliar numero_auxiliar
        numero_de_registre_eacat num._registre_eacat registre_eacat numero_eacat
        numero_d'assentament_per_consolidar numero_provisional registre_auxiliar_eacat num._auxiliar
        numero_de_registre_provisional numero_de_registre_de_l'eacat numero_de_registro_auxiliar
        registro_auxiliar no_registro_auxiliar num._registre_eacat_(auxiliar)
    """,
    Field.PRESENTED: """
        data_i_hora_de_presentacio data/hora_de_presentacio data/hora_presentacio data_hora_presentacio
        data_i_hora_presentacio data_de_presentacio data_presentacio presentacio presentat_el presentada_el
        data_i_hora_de_la_presentacio presentat fecha_y_hora_de_presentacion fecha/hora_de_presentacion
        fecha/hora_presentacion fecha_de_presentacion fecha_presentacion presentado_el moment_de_presentacio
        data_de_presentacio_telematica data_presentacio_reconeguda data_i_hora_de_presentacio_reconeguda
        presentacio_telematica instant_de_presentacio
    """,
    Field.ENTERED: """
        data_i_hora_de_registre_en data_i_hora_de_registre_d'entrada data_i_hora_de_registre
        data_i_hora_del_registre data_i_hora_registre data/hora_de_registre data/hora_registre
        data_hora_registre data_i_hora_d'entrada data_i_hora_entrada data/hora_d'entrada data/hora_entrada
        data_i_hora_d'assentament data_i_hora_de_l'assentament data_i_hora_assentament data/hora_assentament
        data_de_registre_d'entrada data_de_registre data_registre data_del_registre data_d'assentament
        data_assentament data_de_l'assentament data_d'entrada data_entrada data_d'anotacio data_anotacio
        data_i_hora data/hora data_hora data dia fecha_y_hora_de_registro fecha/hora_de_registro
        fecha_y_hora_de_entrada fecha_hora_entrada fecha_de_registro fecha_registro fecha_de_entrada
        fecha_entrada fecha_y_hora fecha/hora fecha registrat_el registrada_el registrado_el entrat_el
        data_i_hora_d'anotacio fecha_de_asiento fecha_del_asiento fecha_y_hora_de_asiento
        fecha_de_registro_de_entrada data_i_hora_de_l'anotacio
    """,
    Field.TIME: """
        hora_de_presentacio hora_presentacio hora_de_registre hora_registre hora_d'entrada
        hora_d'assentament hora hora_de_presentacion hora_de_registro
    """,
    Field.NAME: """
        nom_i_cognoms_de_la_persona_interessada nom_i_cognoms_de_l'interessat nom_i_cognoms/rao_social
        nom_i_cognoms_o_rao_social nom_i_cognoms cognoms_i_nom nom_complet nom/rao_social nom_o_rao_social
        nom persona_interessada interessat/da interessada interessat interessats interessat_principal
        sol.licitant persona_sol.licitant remitent procedencia tercer tercero titular nom_de_l'interessat
        nom_interessat nombre_del_interesado nom_de_la_persona_sol.licitant
        nom_i_cognoms_de_la_persona_sol.licitant nom_i_cognoms_del_sol.licitant ciutada/ana
        nom_del_sol.licitant nom_de_la_persona_interessada nom_del_titular dades_de_l'interessat
        presentat_per signant signatari declarant persona_declarant rao_social interesado/a interesado
        interesada interesados nombre_y_apellidos apellidos_y_nombre nombre_completo nombre_o_razon_social
        nombre/razon_social nombre solicitante remitente razon_social ciudadano abonat client autoritzant
        persona_que_autoritza persona_que_consent persona_representada representat representada
        representat/da representado poderdant presentado_por presentat_telematicament_per atorgant qui_signa
        veí/ina vei usuari/ana presentada_per presentada_por portat_per portada_per lliurat_per lliurada_per
        qui quien persona compareix compareixent comparece compareciente aportat_per aportada_per
        aportado_por entregat_per entregada_per entregado_por entregada_por en_representacio_de en_nom_de
        en_nom_i_representacio_de en_representacion_de en_nombre_de en_nombre_y_representacion_de
        actua_en_nom_de actua_en_representacio_de
    """,
    Field.SURNAMES: """
        primer_cognom segon_cognom cognoms cognom llinatges primer_llinatge segon_llinatge
        cognoms_de_la_persona_interessada cognoms_de_l'interessat cognoms_del_sol.licitant
        cognoms_de_la_persona_sol.licitant apellidos_del_interesado primer_apellido segundo_apellido
        apellidos cognom_1 cognom_2 apellido_1 apellido_2
    """,
    Field.DOCUMENT: """
        document_d'identitat doc._d'identitat doc._identitat document_identitat document_identificatiu
        tipus_i_numero_de_document numero_de_document num._de_document num._document no_document document
        doc. dni/nie/nif dni/nif/nie dni/nie dni/nif nif/nie nif/dni nif/cif nif-cif nif/nie/passaport
        dni/nie/passaport dni d.n.i. d.n.i nif n.i.f. n.i.f nie n.i.e. n.i.e documento_de_identidad
        documento_identidad documento numero_d'identificacio identificacio identificador identificacion
        num._identificacio doc_identitat document_(nif) numero_identificatiu identitat cif/nif vat passaport
        pasaporte document_acreditatiu
    """,
    Field.PHONE: """
        telefon_mobil telefons_de_contacte telefon_de_contacte telefons telefon tel._mobil tel_mobil tels.
        tels tel. tel telf. telef. tlf. tf. tfn. mobil_de_contacte numero_de_mobil num._de_mobil num._mobil
        numero_mobil numero_de_telefon num._de_telefon num._telefon mobils mobil mob. mob
        mobil_on_vol_rebre_els_missatges mobil_on_vull_rebre_els_missatges telefono_movil
        telefono_de_contacto telefono movil numero_de_telefono numero_de_movil whatsapp mobil_(whatsapp)
        telefon/mobil telefon_mobil_(whatsapp) contacte
    """,
    Field.MATTER: """
        resum/assumpte assumpte/resum resum_de_l'assumpte resum assumpte extracte tramit procediment tema
        concepte materia nom_del_tramit tipus_de_tramit objecte descripcio titol asunto/resumen asunto
        resumen extracto tramite procedimiento objeto descripcion concepto motiu serie_documental
        tipus_de_document_presentat formulari nom_anotacio nom_de_l'anotacio nom_de_l'element
    """,
    Field.PLEA: """
        exposa exposo exposicio sol.licita sol.licito demana demano peticio sol.licitud observacions
        comentari comentaris text motivacio expone solicita solicitud peticion observaciones comentario fets
        raons motivo exposo_/_sol.licito exposa_/_sol.licita exposicio_/_sol.licitud exposo_i_sol.licito
        exposa_i_sol.licita exposo/sol.licito exposa/sol.licita exposa_/_demana expone_/_solicita
        expone/solicita expone_y_solicita exposo_i_demano fets_i_sol.licitud fets_i_peticio
        hechos_y_solicitud fets_/_peticio exposo_/_demano
    """,
    Field.TYPE: """
        tipus_registre tipus_de_registre tipus_d'assentament tipus_assentament tipus_d'anotacio tipus
        tipo_de_registro tipo_de_asiento tipo llibre libro sentit tipus_de_moviment classe
    """,
    Field.STATE: """
        estat_de_l'assentament estat_de_l'anotacio estat_del_tramit estat estado_del_asiento estado
        nou_estat situacio
    """,
    Field.DEPUTY: """
        representat_per representada_per representado_por per_mitja_de representant_legal representant
        dades_del_representant dades_de_la_persona_representant persona_representant representante
        en_representacio_de_qui_presenta presentador presentadora persona_presentadora tramitador
        tramitat_per funcionari_habilitat funcionaria_habilitada apoderat tutor tutora tutor_legal
        tutora_legal tutor/a_legal pare,_mare_o_tutor apoderada autoritzat gestor gestoria usuari_tramitador
        registrador registrat_per operador
    """,
    Field.PERSON_HEAD: """
        dades_de_la_persona_interessada dades_de_l'interessat dades_de_l'interessat/da dades_personals
        datos_del_interesado dades_del_sol.licitant dades_de_la_persona_sol.licitant dades_interessat
        dades_del_titular dades_identificatives
    """,
    Field.NOTHING: """
        numero_de_registre_de_sortida num._registre_de_sortida num._registre_sortida
        num._de_registre_de_sortida numero_de_registro_de_salida registre_de_sortida registre_sortida
        sortida salida numero_de_sortida numero_de_registre_origen num._registre_origen
        num._de_registre_origen numero_registre_origen origen_num. numero_d'origen num._origen
        registre_origen numero_de_registro_origen registro_origen numero_d'expedient num._d'expedient
        num._expedient num_expedient numero_expedient expedient exp. no_expediente numero_de_expediente
        expediente id._notificacio id_notificacio referencia ref. referencia_interna identificador_sir
        id._intercanvi identificador_d'intercanvi codi_sir numero_de_sol.licitud numero_de_tramit
        codi_de_tramit codi_tramit codi_sia codi id._tramit id_tramit identificador_del_tramit
        identificador_de_l'esborrany identificador data_de_diposit data_limit_d'acces data_limit
        data_registre_origen data_de_registre_origen data_registre_d'origen data_origen data_de_captura
        data_d'alta_a_distribucio data_d'alta data_de_naixement data_naixement data_de_signatura
        data_signatura data_de_la_signatura fecha_de_nacimiento fecha_de_puesta_a_disposicion
        fecha_registro_origen fecha_de_registro_origen data_de_venciment data_d'expedicio data_de_caducitat
        data_del_document data_d'enviament data_de_creacio data_efectes data_de_recepcio_del_correu
        tipus_de_document tipus_document tipus_d'identificacio tipus_identificacio tipus_doc.
        tipo_de_documento tipo_documento documents_annexos documents_adjunts documents_aportats
        documents_presentats documents documentos annexos annexes annex anexos fitxers fitxer ficheros
        fichero archivos documents_annexats documentos_anexados documentos_adjuntos documentacio
        documentacio_adjunta documentacio_annexa nombre_de_documents procediment_/_expedient
        procedimiento_/_expediente expedient_/_procediment expediente_/_procedimiento codi_de_la_tramesa
        numero_de_tramesa num._de_tramesa num._tramesa tramesa presencial oficina oficina_de_registre
        organ_desti unitat_de_tramitacio_desti centre_directiu unitat unitat_organica unitat_desti
        destinacio destinatari destinatario destino organo_destino ens_destinatari ens entitat administracio
        interessats_(nombre) correu_electronic email e-mail correo_electronico adreca_electronica adreca
        domicili direccio direccion domicilio codi_postal poblacio municipi municipio provincia pais idioma
        csv codi_segur_de_verificacio empremta hash mida url enllac enlace canal via_de_presentacio
        telefon_de_l'oficina telefon_oficina telefon_de_suport telefon_d'atencio fax cip compte
        numero_de_compte iban carrer via lloc pagina unitat_organitzativa bustia de per_a to from enviat
        subject data_del_missatge cc a/c para enviado
    """,
}
_FIELD_OF: Final[dict[str, Field]] = {
    label.replace("_", " "): kind for kind, labels in _LABELS.items() for label in labels.split()
}


ONLY_MARKED: Final = frozenset(
    label.replace("_", " ")
    for label in word_set("""
        qui quien persona en_representacio_de en_nom_de en_nom_i_representacio_de en_representacion_de
        en_nombre_de en_nombre_y_representacion_de actua_en_nom_de actua_en_representacio_de
    """)
)
"""Labels that begin a sentence as well: only a mark after them makes labels of them."""

_NUMBERED: Final = frozenset({Field.NAME, Field.DOCUMENT, Field.PHONE})
"""Labels that may be counted, "Interessat 2", and that may say whose they are: "NIF del representant"."""

_HERS: Final = "interessa[td][a-z/]{0,4}|interesad[oa]|titular|sol.?licitant|solicitante|ciutada(?:/ana)?"
_DEPUTYS: Final = "representant|representante|presentador[a]?|tutora?|apoderad[oa]?|apoderat"
_WHOSE: Final = (
    r"[ ]{1,2}(?:(?:de |del |de la |de l[' ]?|d')?(?:persona )?"
    rf"(?:{_HERS}|{_DEPUTYS})(?: legal)?|\((?:{_HERS}|{_DEPUTYS})\))(?![a-z])"
)


def _pattern(label: str) -> str:
    return (
        re.escape(label)
        .replace(r"\ ", "[ _]{1,3}")
        .replace(r"sol\.licit", "sol.?licit")
        .replace("l'", "l[' ]?")
        .replace("d'", "d[' ]?")
        .replace("registre", r"reg(?:istre|\.)?")
    )


ANY_LABEL: Final = (
    alternatives(*(_pattern(label) for label in sorted(_FIELD_OF, key=len, reverse=True)))
    + rf"(?:[ ]{{1,3}}[1-9]|{_WHOSE})?"
)
"""The pattern of every label, longest first, for folded text; which may say whose it is: `field_of` knows."""

_SEPARATOR: Final = (
    r"[ ]{0,3}(?:\((?:s|es|a|da|/a|nif|dni|entrada)\)|/da|/a)?[ .·_]{0,60}(?:[:=|\t]|->|- )[ :=|\t]{0,20}"
)


@cache
def labelled() -> re.Pattern[str]:
    """A label with a mark after it: colon, tab, dots, a gap, or the end of the line.

    Built for the first notice that comes, as the others of all labels are.
    """
    return re.compile(
        r"(?:^|(?<=[|;\t])|(?<= - )|(?<=, )|(?<=  ))[ \t*·>|#-]{0,8}(?:\d{1,2}[.)][ ])?"
        rf"(?=[a-z])(?P<label>{ANY_LABEL})"
        rf"(?:{_SEPARATOR}|(?:[ ]{{2,60}}|[ ]?\.{{2,60}}[ ]{{0,4}}|[ ]\.[ ]{{1,4}})(?=\S)|[ ]{{0,4}}$)",
        re.MULTILINE,
    )


@cache
def bare_labelled() -> re.Pattern[str]:
    """A label with nothing but a space after it, for notices that print no colons."""
    return re.compile(rf"(?<!\S)(?=[a-z])(?P<label>{ANY_LABEL})[ ](?=[\w(])")


def field_of(label: str) -> Field:
    """What a label that was found in folded text stands for."""
    return _known(label) or Field.NOTHING


def is_label(folded: str) -> bool:
    """Whether the folded text is a label and nothing else."""
    return _known(folded) is not None


def labels() -> tuple[str, ...]:
    """Every label that is long enough to be told apart when it is mistyped."""
    return _LONG


_LONG: Final = tuple(label for label in _FIELD_OF if len(label) > 6)


def _known(label: str) -> Field | None:
    key = " ".join(label.replace("_", " ").split())
    if key in _FIELD_OF:
        return _FIELD_OF[key]
    loose = re.sub(r"\bsol[^i]{1,2}icit", "sol.licit", re.sub(r"\breg\b\.?", "registre", key))
    loose = re.sub(r"(?<![^ /])([dl]) ?'? ?(?=[aeiouh])", r"\1'", loose)
    return _FIELD_OF.get(loose) or _FIELD_OF.get(re.sub(r" [1-9]$", "", loose)) or _owned(loose)


_OWNER: Final = re.compile(f"{_WHOSE}$")
_OF_DEPUTY: Final = re.compile(_DEPUTYS)


def _owned(label: str) -> Field | None:
    """What a label is that says whose it is: a representative's are not the person's."""
    whose = _OWNER.search(label)
    field = _FIELD_OF.get(label[: whose.start()]) if whose else None
    if whose is None or field not in _NUMBERED:
        return None
    return Field.DEPUTY if _OF_DEPUTY.search(whose.group()) else field


ON_BEHALF: Final = re.compile(
    r"[ ,;(]{0,3}\b(?:actuant |obrant |actuando )?en (?:nom|nombre|representacio|representacion)"
    r"(?: i (?:en )?representacio| y (?:en )?representacion)? (?:de la |de l'|del |de |d'en |d')(?!propi)"
)
"""What stands between who acts and for whom, in folded text."""

NUMBER_SHAPE: Final = re.compile(
    r"(?<![\w/])(?:REGAGE\d{2}e\d{11}|E/\d{3,7}[-/]\d{4}|E/\d{4}[-/]\d{3,8}|E-\d{4}-\d{1,3}-\d{4,8}|"
    r"E-\d{4}-\d{1,8}|E-\d{4,8}-\d{4}"
    r"|E(?:19|20)\d{8}|(?:19|20)\d{2}-E(?:-(?:RE|RC|RI))?-\d{1,6}|(?:19|20)\d{2}/E/\d{1,7}|"
    r"\d-E-\d{1,6}/\d{4}|GOIBE\d{6,16}/\d{4})(?!\w)",
    re.IGNORECASE,
)
"""Shapes of entry numbers that need no label."""

EXIT_SHAPE: Final = re.compile(
    r"(?<![\w/])(?:REGAGE\d{2}s\d{11}|S/\d{3,7}[-/]\d{4}|S/\d{4}[-/]\d{3,8}|S-\d{4,8}-\d{4}|S(?:19|20)\d{8}|"
    r"(?:19|20)\d{2}-S(?:-(?:RE|RC|RI))?-\d{1,6})(?!\w)",
    re.IGNORECASE,
)
"""Shapes of exit numbers: never an entry."""

PROSE_NUMBER: Final = re.compile(
    r"\b(?:registre(?: general)?(?: d'entrada| entrada)?|reg\.?|registro(?: de entrada)?|assentament|asiento|"
    r"anotacio|entrada|r\.e\.|re|"
    r"(?:registra(?:da|t|do|des|ts)|entrada|entrat)(?: [a-z0-9'/.:]{1,12}){0,8}? (?:amb|con)(?: el)?)"
    r"[ ,:\n]{1,3}(?:d'entrada |de entrada |general |electronic )?"
    r"(?:amb (?:el )?|con (?:el )?|es (?:el )?)?(?:numero|num\.?|n\.|no|nº|#)?[ :.]{0,3}(?:de registre |es )?"
    r"(?P<number>(?:[a-z]{1,6}[-/ ]?)?\d[\w/.-]{0,24}\w|\d)(?!\w)"
)
"""A number right after the word for a register, in a sentence."""
