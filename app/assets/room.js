// The script of a room's page.
import { readPage } from "./room/page.js";
import { Room } from "./room/room.js";

new Room(readPage()).start();
