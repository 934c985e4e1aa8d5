"""How every value of the vocabulary is said, in English and in Korean.

Each value has synonyms. None of them is shared between two values of one attribute, with the one
exception of "moon", which means either moon.
"""

from __future__ import annotations

from enum import StrEnum

from .attributes import Colour, Kind, Place, Position, Season, Size, Style, Time, Weather

K = Kind
Words = dict[StrEnum, tuple[str, ...]]

# Noun phrases without article, and where a thing is when it is there.
PLACES: Words = {
    Place.SEA: ("sea", "ocean", "open sea"),
    Place.BEACH: ("beach", "seaside", "shore"),
    Place.LAKE: ("lake", "lakeside"),
    Place.MOUNTAINS: ("mountains", "alps", "mountain landscape"),
    Place.FOREST: ("forest", "woods", "woodland"),
    Place.DESERT: ("desert", "dunes"),
    Place.CITY: ("city", "town", "city street"),
    Place.MEADOW: ("meadow", "field", "grassland"),
    Place.VILLAGE: ("village", "hamlet"),
    Place.SPACE: ("space", "outer space", "galaxy"),
}
PREPOSITIONS: Words = {
    Place.SEA: ("on", "by"),
    Place.BEACH: ("on", "at"),
    Place.LAKE: ("at", "by"),
    Place.MOUNTAINS: ("in",),
    Place.FOREST: ("in",),
    Place.DESERT: ("in",),
    Place.CITY: ("in",),
    Place.MEADOW: ("in", "on"),
    Place.VILLAGE: ("in", "near"),
    Place.SPACE: ("in",),
}
TIMES: Words = {
    Time.DAWN: ("at dawn", "at sunrise", "in the early morning"),
    Time.DAY: ("by day", "in daylight", "at noon", "during the day"),
    Time.SUNSET: ("at sunset", "at dusk", "in the evening"),
    Time.NIGHT: ("at night", "by night", "at midnight"),
}
TIME_TAGS: Words = {
    Time.DAWN: ("dawn", "sunrise", "early morning"),
    Time.DAY: ("day", "daytime", "daylight", "noon"),
    Time.SUNSET: ("sunset", "dusk", "evening"),
    Time.NIGHT: ("night", "midnight"),
}
WEATHERS: Words = {
    Weather.CLEAR: ("under a clear sky", "in clear weather"),
    Weather.CLOUDY: ("under a cloudy sky", "with clouds"),
    Weather.RAIN: ("in the rain", "on a rainy day", "while it rains"),
    Weather.SNOW: ("in falling snow", "while it snows", "in a snowfall"),
    Weather.FOG: ("in the fog", "in the mist"),
}
WEATHER_TAGS: Words = {
    Weather.CLEAR: ("clear", "clear sky", "cloudless"),
    Weather.CLOUDY: ("cloudy", "clouds"),
    Weather.RAIN: ("rain", "rainy"),
    Weather.SNOW: ("snowfall", "snowing", "falling snow"),
    Weather.FOG: ("fog", "foggy", "misty"),
}
SEASONS: Words = {
    Season.SPRING: ("in spring", "in springtime"),
    Season.SUMMER: ("in summer", "in summertime"),
    Season.AUTUMN: ("in autumn", "in fall"),
    Season.WINTER: ("in winter", "in wintertime"),
}
SEASON_TAGS: Words = {
    Season.SPRING: ("spring", "springtime"),
    Season.SUMMER: ("summer", "summertime"),
    Season.AUTUMN: ("autumn", "fall"),
    Season.WINTER: ("winter", "wintertime"),
}
STYLES: Words = {  # "a ... of", or alone
    Style.FLAT: ("flat illustration", "vector illustration", "flat drawing"),
    Style.WATERCOLOUR: ("watercolour", "watercolor painting", "watercolour painting"),
    Style.PIXEL: ("pixel art picture", "pixel picture", "pixel art"),
    Style.POSTER: ("poster", "travel poster", "retro poster"),
}
COLOURS: Words = {
    Colour.RED: ("red", "crimson", "scarlet"),
    Colour.ORANGE: ("orange",),
    Colour.YELLOW: ("yellow", "golden"),
    Colour.GREEN: ("green",),
    Colour.BLUE: ("blue",),
    Colour.PURPLE: ("purple", "violet"),
    Colour.PINK: ("pink",),
    Colour.WHITE: ("white",),
}
SIZES: Words = {
    Size.SMALL: ("small", "little", "tiny"),
    Size.LARGE: ("large", "big", "huge"),
}
POSITIONS: Words = {
    Position.LEFT: ("on the left", "on the left side", "to the left"),
    Position.CENTRE: ("in the middle", "in the centre", "in the center"),
    Position.RIGHT: ("on the right", "on the right side", "to the right"),
}
COUNTS: dict[int, tuple[str, ...]] = {
    1: ("one", "a single"),
    2: ("two", "a pair of"),
    3: ("three",),
}
# Singular and plural.
KINDS: dict[Kind, tuple[tuple[str, str], ...]] = {
    K.HOUSE: (("house", "houses"), ("cottage", "cottages"), ("home", "homes")),
    K.LIGHTHOUSE: (("lighthouse", "lighthouses"),),
    K.WINDMILL: (("windmill", "windmills"),),
    K.CASTLE: (("castle", "castles"),),
    K.TENT: (("tent", "tents"),),
    K.CAR: (("car", "cars"),),
    K.TREE: (("tree", "trees"), ("round tree", "round trees")),
    K.PINE: (("pine", "pines"), ("fir", "firs"), ("pine tree", "pine trees")),
    K.PALM: (("palm", "palms"), ("palm tree", "palm trees")),
    K.CACTUS: (("cactus", "cacti"), ("cactus", "cactuses")),
    K.FLOWER: (("flower", "flowers"), ("blossom", "blossoms")),
    K.MUSHROOM: (("mushroom", "mushrooms"), ("toadstool", "toadstools")),
    K.CAT: (("cat", "cats"), ("kitten", "kittens")),
    K.RABBIT: (("rabbit", "rabbits"), ("bunny", "bunnies")),
    K.SHEEP: (("sheep", "sheep"), ("lamb", "lambs")),
    K.SNOWMAN: (("snowman", "snowmen"),),
    K.BOAT: (("boat", "boats"), ("sailboat", "sailboats"), ("ship", "ships")),
    K.SWAN: (("swan", "swans"),),
    K.WHALE: (("whale", "whales"),),
    K.BALLOON: (("balloon", "balloons"), ("hot air balloon", "hot air balloons")),
    K.BIRD: (("bird", "birds"), ("flying bird", "flying birds")),
    K.KITE: (("kite", "kites"),),
    K.AIRPLANE: (("airplane", "airplanes"), ("plane", "planes"), ("aeroplane", "aeroplanes")),
    K.SUN: (("sun", "suns"), ("bright sun", "suns")),
    K.FULL_MOON: (("full moon", "moons"), ("moon", "moons"), ("round moon", "moons")),
    K.CRESCENT: (("crescent moon", "moons"), ("moon", "moons"), ("crescent", "moons")),
    K.ROCKET: (("rocket", "rockets"), ("spaceship", "spaceships")),
    K.PLANET: (("planet", "planets"), ("ringed planet", "ringed planets")),
    K.UFO: (("ufo", "ufos"), ("flying saucer", "flying saucers")),
}

KO_PLACES: Words = {
    Place.SEA: ("바다", "대양"),
    Place.BEACH: ("해변", "바닷가", "해안"),
    Place.LAKE: ("호수", "호숫가"),
    Place.MOUNTAINS: ("산", "산맥", "산악"),
    Place.FOREST: ("숲", "숲속"),
    Place.DESERT: ("사막", "모래언덕"),
    Place.CITY: ("도시", "도심", "거리"),
    Place.MEADOW: ("들판", "초원", "풀밭"),
    Place.VILLAGE: ("마을", "시골 마을"),
    Place.SPACE: ("우주", "은하"),
}
KO_TIMES: Words = {
    Time.DAWN: ("새벽", "동틀 녘", "이른 아침"),
    Time.DAY: ("낮", "한낮", "대낮"),
    Time.SUNSET: ("해질녘", "노을", "저녁", "석양"),
    Time.NIGHT: ("밤", "한밤", "한밤중"),
}
KO_WEATHERS: Words = {
    Weather.CLEAR: ("맑은", "맑게 갠"),
    Weather.CLOUDY: ("구름 낀", "흐린"),
    Weather.RAIN: ("비 오는", "비 내리는"),
    Weather.SNOW: ("눈 오는", "눈 내리는"),
    Weather.FOG: ("안개 낀", "안개 자욱한"),
}
KO_SEASONS: Words = {
    Season.SPRING: ("봄", "봄날"),
    Season.SUMMER: ("여름", "여름날"),
    Season.AUTUMN: ("가을", "가을날"),
    Season.WINTER: ("겨울", "겨울날"),
}
KO_STYLES: Words = {
    Style.FLAT: ("플랫 일러스트", "벡터 일러스트", "단순한 일러스트"),
    Style.WATERCOLOUR: ("수채화", "수채화 그림"),
    Style.PIXEL: ("픽셀 아트", "도트 그림", "픽셀 그림"),
    Style.POSTER: ("포스터", "여행 포스터", "레트로 포스터"),
}
KO_COLOURS: Words = {
    Colour.RED: ("빨간", "빨간색", "붉은"),
    Colour.ORANGE: ("주황색", "주황", "오렌지색"),
    Colour.YELLOW: ("노란", "노란색"),
    Colour.GREEN: ("초록색", "초록", "녹색"),
    Colour.BLUE: ("파란", "파란색", "푸른"),
    Colour.PURPLE: ("보라색", "보라"),
    Colour.PINK: ("분홍색", "분홍", "핑크색"),
    Colour.WHITE: ("하얀", "흰", "흰색"),
}
KO_SIZES: Words = {Size.SMALL: ("작은", "조그만"), Size.LARGE: ("큰", "커다란")}
KO_POSITIONS: Words = {
    Position.LEFT: ("왼쪽에", "왼편에"),
    Position.CENTRE: ("가운데에", "중앙에"),
    Position.RIGHT: ("오른쪽에", "오른편에"),
}
KO_COUNTS = {1: "한", 2: "두", 3: "세"}
# The counter, and the names.
KO_KINDS: dict[Kind, tuple[str, tuple[str, ...]]] = {
    K.HOUSE: ("채", ("집", "오두막")),
    K.LIGHTHOUSE: ("개", ("등대",)),
    K.WINDMILL: ("개", ("풍차",)),
    K.CASTLE: ("채", ("성",)),
    K.TENT: ("개", ("텐트", "천막")),
    K.CAR: ("대", ("자동차", "차")),
    K.TREE: ("그루", ("나무", "둥근 나무")),
    K.PINE: ("그루", ("소나무", "전나무")),
    K.PALM: ("그루", ("야자수", "야자나무")),
    K.CACTUS: ("그루", ("선인장",)),
    K.FLOWER: ("송이", ("꽃",)),
    K.MUSHROOM: ("개", ("버섯",)),
    K.CAT: ("마리", ("고양이",)),
    K.RABBIT: ("마리", ("토끼",)),
    K.SHEEP: ("마리", ("양",)),
    K.SNOWMAN: ("개", ("눈사람",)),
    K.BOAT: ("척", ("배", "돛단배", "요트")),
    K.SWAN: ("마리", ("백조",)),
    K.WHALE: ("마리", ("고래",)),
    K.BALLOON: ("개", ("열기구", "풍선")),
    K.BIRD: ("마리", ("새",)),
    K.KITE: ("개", ("연",)),
    K.AIRPLANE: ("대", ("비행기",)),
    K.SUN: ("개", ("해", "태양")),
    K.FULL_MOON: ("개", ("보름달", "달", "둥근 달")),
    K.CRESCENT: ("개", ("초승달", "달")),
    K.ROCKET: ("대", ("로켓", "우주선")),
    K.PLANET: ("개", ("행성", "고리 행성")),
    K.UFO: ("대", ("비행접시", "유에프오")),
}
