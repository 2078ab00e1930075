hub-what = A colleague's laptop nearby takes your records along to the centre. It needs no internet.
hub-holds = { $count ->
    [one] { $count } record of others waits here for the centre. It goes with the next sync.
   *[other] { $count } records of others wait here for the centre. They go with the next sync.
}
hub-be = Be the hub
hub-be-text = Colleagues on the same network hand over to this laptop and fetch what it has. You bring it all to the centre later.
hub-start = Be the hub
hub-starting = Starting
hub-stop = Stop being the hub
hub-address = Address
hub-code = Code
hub-code-once = A code lets one laptop in, once. Then there is a new one. A laptop that was here before needs none.
hub-stay = Stay signed in: while this laptop is locked, it answers nobody.
hub-new-code = New code
hub-copy = Copy the whole code
hub-picture = The whole code as a picture
hub-guests = Who came
hub-no-guests = Nobody has come yet. Show your colleagues the code.
hub-guest = { $count ->
    [0] came { $when }
    [one] came { $when }, { $count } new entry
   *[other] came { $when }, { $count } new entries
}
hub-use = Use a hub
hub-met = last met { $when }
hub-go = Hand over and fetch
hub-find = Look for hubs
hub-finding = Looking around
hub-none-found = No hub was found on this network. Type the address on the hub's screen.
hub-of-nobody = A laptop that is not in your programme's list
hub-choose = Choose
hub-code-label = Code on the hub's screen
hub-code-hint = Eight signs, or the whole code.
hub-code-picture = From a picture
hub-address-label = Address of the hub
hub-address-hint = As on the hub's screen, such as 192.168.1.7:47110. The whole code has it.
hub-visiting = Talking with the hub
hub-visited = The hub of { $who } took { $handed } entries from you and gave you { $received }.
hub-visited-files = Photos and scans: { $handed } handed over, { $received } came from it.
hub-not-confirmed = Handed over is not confirmed: that comes with the centre's receipt.
hub-confirmed = { $count ->
    [one] It brought the centre's receipt for { $count } entry.
   *[other] It brought the centre's receipts for { $count } entries.
}
hub-refused = { $count ->
    [one] It did not take { $count } entry. It stays on this laptop.
   *[other] It did not take { $count } entries. They stay on this laptop.
}
hub-differs = Both laptops do not hold the same yet. Try again.
fault-hub-offline = The hub does not answer, or is locked. Everything is kept on this laptop. Check that both are on the same network, then try again.
fault-hub-full = The hub has no room left on its disk. Nothing is lost: everything is kept on this laptop. Make room on the hub, then try again.
fault-hub-too-large = Something on the way to the hub takes only smaller messages than this laptop can send. Nothing is lost: everything is kept on this laptop. Use another network or a stick.
fault-hub-broken = The hub has failed. Nothing is lost: everything is kept on this laptop. Start Sala on the hub again and try again, or use a stick.
fault-not-the-hub = Something answered that is not the hub it should be, or not as a hub does. By that answer nothing counts as handed over, and everything is kept on this laptop. Ask for the code on the hub's screen.
fault-hub-refused = The hub does not let this laptop in. Everything is kept here. Use the code on its screen, and check that it is for your team.
fault-bad-hub-code = This code or address of a hub cannot be used. Nothing was changed. Compare it with the hub's screen.
