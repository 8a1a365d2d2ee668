"""Relatives, for patterns that look for somebody's name or age beside one; for folded text."""

from typing import Final

from rules.text.patterns import one_of

KIN: Final = one_of(
    r"""
    mare pare pares home dona(?!\sde\sbaixa|\sd'alta) marit parella filla? germana? avia? iai[oa] padrina?
    sogr[ea] tiet tieta oncle neta? nebot neboda cosin?a? cunya[td]a? cunad[oa] madre padres? marido mujer
    esposa? hij[oa] herman[oa] abuel[oa] yay[oa] suegr[oa] tio tia niet[oa] sobrin[oa] pareja mere
    pere(?<=[mt]on\spere) mari(?<=[mt]on\smari) femme fils fille frere soeur mother father mum dad husband
    wife son daughter brother sister grandmother grandfather difunt\w{0,2}
    """
)
