// Make MongoDB a replica set of one, so that transactions and change streams work. Doing it twice changes nothing.

const address = process.env.MONGO_ADDRESS || "mongo:27017";

try {
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: address }] });
  print(`replica set rs0: initiated with ${address}`);
} catch (error) {
  if (error.codeName !== "AlreadyInitialized") {
    throw error;
  }
  print("replica set rs0: initiated before");
}

const deadline = Date.now() + 60_000;
while (!db.hello().isWritablePrimary) {
  if (Date.now() > deadline) {
    print(`no primary after a minute; the members are ${rs.conf().members.map((m) => m.host)}, expected ${address}`);
    quit(1);
  }
  sleep(200);
}
print("replica set rs0: has a primary");
