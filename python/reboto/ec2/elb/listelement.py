"""Lists of strings in objects of Auto Scaling."""

from reboto._model import ListElement as ListElement
