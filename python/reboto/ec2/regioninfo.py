"""boto's second name of `RegionInfo`, which scripts for compatible services use."""

from reboto.regioninfo import RegionInfo as RegionInfo
