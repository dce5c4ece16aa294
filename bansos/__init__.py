"""What the social-assistance programmes themselves say: numbers, places, periods, cases.

Pure: nothing here reads a file, a clock, a database or the network, and nothing knows of chats.
The data files beside the code are read by the program and handed in as text.
"""
