# Problems of the interface: what happened
client-unknown = No API client has this id and secret.
client-too-fast = This client has made all the calls it may make for now.
