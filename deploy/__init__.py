"""How Xunjian is run: images, configuration of its neighbours, and the embedded servers."""
