"""What the law and good practice ask. Pure: no database, no network, and nothing here asks what day it is."""
