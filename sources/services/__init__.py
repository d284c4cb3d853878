"""The live interfaces of the providers of official statistics: what is asked, and what came."""
