"""PEKASESAMA: the lessons, the quiz, the certificate, and who has learnt."""
