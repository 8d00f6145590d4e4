"""What lets facilitators look after people: newcomers, the rota, figures."""
