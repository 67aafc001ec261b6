"""Words that callers say about anything: none of them is a misheard product, option or name."""

from __future__ import annotations

from orderline.orders.finding.terms import stem

_WORDS = """
a able about above account across actually add address after again against ago agree all almost already also although
always am among an and another any anybody anymore anyone anything anyway are around arrive arrived as ask asked at
available away back bad be because become been before begin behind being believe below best better between big bill both
bought bring broke broken business but buy by bye call called came can cancel cannot can't card care case certain chance
change changed charge charged cheap cheaper check chose city clear close code cold colour come comes coming company
complete confirm contact correct cost could country couple cover credit current customer damaged date day days dear
decide deliver delivered delivery did didn't different digit do does doesn't doing done don't door double down drop due
during each early easy eight either else email end ending enough even ever every everything exactly except exchange
expect expected explain extra fact far fast feel few figure fill final find fine finish first fit five fix for forget
forgot form found four free friend from front full further gave get gets getting gift give given go goes going gone good
got great guess guy had half hand happen happened hard has hasn't have haven't having he hear heard hello help
her here hi
high him his hold home hope hour hours house how however hundred i idea if in info information inside instead into is
isn't issue it item its itself job just keep kept kind knew know known large last late later least leave left less let
letter like line list listen little live long look looking lost lot love low made mail main make making man many matter
may maybe me mean meant message middle might mind mine minute miss missing mistake moment money month more morning most
move moved much must my myself name near need needed never new next nice night nine no nobody none nope normal not
note nothing now number of off offer often oh ok okay old on once one online only open opened option or order ordered
orders other our out outside over own package paid parcel part particular pay paying payment people perhaps person phone
pick picked place placed plan please point possible post postcode postal prefer present pretty price probably problem
process product promise pull purchase put question quick quickly quite rather reach read ready real really reason
receive received recent recently reference refund refunded regular remember remove replace request rest return returned
returning returns right said same saw say saying second see seems seen sell send sending sent separate service seven
several shall she ship shipped shipping shop short should show side sign simple since single sir six size small so sold
some somebody someone something sometimes somewhere soon sorry sort sound speak spell split spoke stand start state
status stay still stop store street stuff such sure swap switch system take taken talk tell ten test than thank thanks
that the their them then there these they thing things think third this those though thought three through till time
times to today together told tomorrow too took top total toward track tried try trying turn two type under understand
unit until up update upon us use used usual very view wait waiting walk want wanted was wasn't watching way we website
week weeks well went were what what's when where whether which while who whole whose why will wish with within without
won't word work working worried worry worse would write wrong yeah year yes yesterday yet you your yours yourself zero
zip bring size bigger smaller larger cheaper newer older longer
"""
COMMON = frozenset(word for said in _WORDS.split() for word in (said, stem(said)))
"""Source: own choice, the everyday words of order calls."""
