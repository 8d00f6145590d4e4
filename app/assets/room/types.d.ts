// The shapes that the pieces of the room hand to one another. The server's side of them is in the OpenAPI document.

export interface Person {
  id: string;
  handle: string;
  role?: string;
  title?: string | null;
}

/** What somebody is in this community. Without a badge `role` is `member`. */
export interface Badge {
  person_id: string;
  role: string;
  title: string | null;
}

export interface Quoted {
  id: string;
  author: Person | null;
  excerpt: string | null;
  anonymous: boolean;
}

export interface Message {
  id: string;
  room_id: string;
  seq: number;
  change_seq: number;
  author: Person | null;
  body: string | null;
  html: string | null;
  client_key?: string;
  reply_to: string | null;
  thread_id?: string | null;
  posted_at: string;
  edited_at: string | null;
  removed: boolean;
  removed_by?: string | null;
  reactions: Record<string, number>;
  mine?: string[];
  anonymous?: boolean;
  replies?: number;
  last_reply_at?: string | null;
  quoted?: Quoted | null;
}

/** A stretch of a room's history. */
export interface Stretch {
  items: Message[];
  next: string | null;
  last_seq: number;
}

/** Somebody to talk to. */
export interface Contact {
  name: string;
  phone: string | null;
  text: string | null;
  say: string | null;
  url: string | null;
  hours: string;
  languages: string[];
}

/** For the author alone of something that sounded heavy. */
export interface Support {
  contacts: Contact[];
}

/** What is answered to whoever says something. */
export interface Answer {
  message: Message;
  support?: Support;
}

/** What is handed over when somebody presses Send. */
export type Said = Pick<Item, "body" | "reply_to" | "quoted" | "anonymous">;

/** What `message:removed` carries: never the text. */
export type Removal = Pick<Message, "id" | "room_id" | "seq" | "change_seq" | "removed_by">;

/** Something written here that the server has not confirmed. */
export interface Item {
  key: string;
  place: string;
  body: string;
  reply_to: string | null;
  quoted: { id: string; who: string; excerpt: string | null } | null;
  anonymous: boolean;
  thread: string | null;
  at: number;
  overdue?: boolean;
  timer?: number;
  refused?: string;
  code?: string;
}

export interface Page {
  main: HTMLElement;
  room: string;
  roomName: string;
  community: string;
  me: Person;
  lastSeq: number;
  base: string;
  api: string;
  zone: string;
  mayWrite: boolean;
  mayReport: boolean;
  mayShare: boolean;
  ofTwo: boolean;
  blocked: Set<string>;
}

export interface Store {
  durable: boolean;
  all(place: string): Promise<Item[]>;
  put(item: Item): Promise<void>;
  remove(key: string): Promise<void>;
}

export type Where = "live" | "missed" | "older";
