def test_x(network, cast, as_, client):
    assert as_(cast.ana).get("/me").json["person"]["handle"] == "Ana"
    assert as_(cast.bea).get(f"/rooms/{cast.everyday}/messages").status_code == 404
    assert as_(cast.max).get(f"/rooms/{cast.everyday}/messages").status_code == 200

def test_server(server):
    print(server.run_flask("create-person", "zoe", "zoe@example.org", "--password-stdin", said="a long passphrase here\n"))

def test_server2(new_server):
    s = new_server("postgresql")
    s.kill9()
    s.start()
    assert s.stop() == 0
