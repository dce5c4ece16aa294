"""The web page at ``/``: its channel, its routes, its look."""
