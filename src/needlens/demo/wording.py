"""Spell out the abbreviations of a till's product names: FRZN ICE → Frozen ice."""

from __future__ import annotations

import re

# As the till writes it = as it is written out; capitals stay for names.
_TEXT = """
AMERICAN=American
AUSTRALIAN=Australian
BEERALEMALT=beer, ale and malt
BEV=beverage
BG=bags
BKD=baked
BN=bean
BR=bread
BRD=bread
BRKFST=breakfast
BTL=bottle
BTR=butter
CAR=carbonated
CARB=carbonated
CATFD=cat food
CHIX=chicken
CHOC=chocolate
CHOCOCLATE=chocolate
CHOCOL=chocolate
CKYS=cookies
CLEANG=cleaning
CNDY=candy
CNTRL=control
COCO=cocoa
CONC=concentrate
COVERGIRL=CoverGirl
CRBNTD=carbonated
CRKR=crackers
CRMD=creamed
CRYSTL=crystal
CT=count
DEOD=deodorant
DISPOSIBLE=disposable
DNR=dinner
DNRS=dinners
DOGFD=dog food
DRNK=drink
DRNKING=drinking
DRNKNG=drinking
DRNKS=drinks
DRSNG=dressing
DSH=dish
DVD=DVD
ELECT=electrical
EX=except
EXCP=except
FD=food
FEM=feminine
FLVR=flavour
FLVRD=flavoured
FRE=free
FRENCH=French
FRZ=frozen
FRZN=frozen
GDS=goods
GM=general merchandise
GRND=ground
HBC=health and beauty
HYGN=hygiene
INCL=included
ITALIAN=Italian
JAPANESE=Japanese
JCE=juice
LIQ=liquid
LIQS=liquids
LOREAL=L'Oréal
MACH=machine
MAYBELLINE=Maybelline
MEMORABLILIA=memorabilia
MERCH=merchandise
MEXICAN=Mexican
MFG=manufacturer
MISC=miscellaneous
MIXS=mixes
MLT=multi
MNERAL=mineral
MNRL=mineral
MW=microwave
MX=mix
MXS=mixes
NDAIRY=non-dairy
NZ=New Zealand
OCCAS=occasions
PCKGD=packaged
PK=pack
PKG=packaged
PKGD=packaged
PKLD=pickled
PNCH=punch
PNT=peanut
PORTON=portion
PREM=premium
PREPORTND=pre-portioned
PROD=products
PRSLC=pre-sliced
PWDR=powder
REFRGRATD=refrigerated
REFRIG=refrigerated
REVLON=Revlon
RTD=ready-to-drink
RTS=ready-to-serve
RW=random-weight
SAL=salad
SALD=salad
SAUCESSALSAPICANTEE=sauces, salsa, picante
SFT=soft
SGL=single
SHERBTS=sherbets
SNDWCH=sandwich
SNGL=single
SNKS=snacks
SPECILATY=speciality
SPLY=supply
SPRD=spread
SRV=serve
SS=single-serve
STK=stick
SUP=supplies
SUPPLEMEN=supplements
SUPPPLIES=supplies
SV=serve
SW=sweet
SWEETNERS=sweeteners
TISS=tissue
TORT=tortilla
TRSH=trash
VEG=vegetable
VEND=vending
WHL=whole
WHLSM=wholesome
WHS=warehouse
WT=weight
WTR=water
"""
_SPELLED = dict(re.findall(r"^([A-Z]+)=(.+)$", _TEXT, re.M))


def readable(name: str | None) -> str | None:
    """Return a till's name in words a shopper reads; None stays None.

    The till cuts names off in the middle of a bracket; such a torn end is dropped.

    >>> readable("SALD DRSNG/SNDWCH SPRD")
    'Salad dressing / sandwich spread'
    >>> readable("PREMIUM COOKIES (EX: PEPPERIDG")
    'Premium cookies'
    >>> readable("FITNESS&DIET - BARS")
    'Fitness & diet – bars'
    """
    if name is None:
        return None
    whole = re.sub(r"\s*\([^)]*$", "", name)
    spaced = re.sub(r"\s*([/&])\s*", r" \1 ", whole).replace(" - ", " – ")
    spaced = re.sub(r":\s*", ": ", re.sub(r"\.\s*", " ", spaced))
    words = re.sub(r"[A-Z']+", lambda word: _SPELLED.get(word[0], word[0].lower()), spaced)
    words = " ".join(words.split()).strip(" /–:")
    return words[:1].upper() + words[1:] or None


def product_title(category: str | None, kind: str | None, size: str | None) -> str | None:
    """Return a title from the category, the type within it and the package size.

    >>> product_title("Ice cream / milk / sherbets", "Premium", "16 OZ")
    'Ice cream / milk / sherbets: premium, 16 oz'
    >>> product_title("Frozen ice", "Ice – crushed / cubed", "22 LB")
    'Ice – crushed / cubed, 22 lb'
    """
    said = set(re.findall(r"\w{3,}", (category or "").lower()))
    if kind and category and not said & set(re.findall(r"\w{3,}", kind.lower())):
        # A brand keeps its capital: only the first letter of a plain word is lowered.
        start = kind if kind.split()[0] in _SPELLED.values() else kind[:1].lower() + kind[1:]
        title: str | None = f"{category}: {start}"
    else:
        title = kind or category
    amount = " ".join(re.findall(r"\d*\.?\d+ [A-Z]{1,3}\b", size or "")[-1:]).lower()
    return f"{title}, {amount}" if title and amount else title
