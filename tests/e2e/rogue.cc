#include "tests/e2e/rogue.h"

#include <algorithm>
#include <stdexcept>

#include "os/sqlite/sqlite_store.h"
#include "wire/canonical.h"
#include "wire/statement.h"

namespace e2e {

namespace {

constexpr base::Duration kPatience = std::chrono::seconds(10);
constexpr base::Duration kBeat = std::chrono::milliseconds(200);

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(result.value());
}

// The statements by which `member` belongs, the founding first.
std::vector<protocol::Statement> chain_of(env::Store& store, base::PublicKey member) {
  std::vector<protocol::Statement> known, chain;
  const auto status = store.notes(node::kStatementNote, [&](std::string_view, base::ByteView value) {
    auto statement = wire::read_statement(value);
    if (auto* read = std::get_if<protocol::Statement>(&statement)) known.push_back(std::move(*read));
  });
  if (!status) throw std::runtime_error(status.error().message);
  for (std::size_t step = 0; step <= known.size(); ++step) {
    const auto why = std::find_if(known.begin(), known.end(), [&](const protocol::Statement& s) {
      return (s.kind == protocol::kAdmits || s.kind == protocol::kFounds) && s.subject == member;
    });
    if (why == known.end()) break;
    chain.insert(chain.begin(), *why);
    if (why->kind == protocol::kFounds) return chain;
    member = why->issuer;
  }
  throw std::runtime_error("this folder's peer does not belong to a group");
}

base::KeySeed seed_in(env::Store& store) {
  const base::Bytes bytes = must(store.note(node::kSeedNote));
  base::KeySeed seed;
  if (bytes.size() != seed.bytes.size()) throw std::runtime_error("this folder has no identity");
  std::copy(bytes.begin(), bytes.end(), seed.bytes.begin());
  return seed;
}

}  // namespace

Rogue::Rogue(const std::string& folder) : Rogue(must(os::SqliteStore::open_to_read(folder))) {}

Rogue::Rogue(std::unique_ptr<env::Store> store)
    : owner_(must(node::recall_owner(*store))), chain_(chain_of(*store, owner_.keys.public_key())) {
  network_.attach(*this);
  network_.identify(seed_in(*store));
}

Rogue::~Rogue() = default;

env::LinkId Rogue::join(const std::string& address) {
  const env::LinkId link = network_.dial(address);
  run(kPatience, [&] { return links_.contains(link) && links_.at(link).greeted; });
  return linked(link) ? link : 0;
}

void Rogue::link_opened(env::LinkId link, bool, const env::Remote& remote) {
  links_[link].remote = remote;
  network_.admit(link);
  send(link, protocol::Knock{.tag = wire::knock_tag(owner_.group, remote.binding, owner_.keys.public_key())});
  protocol::Credentials credentials;
  credentials.chain.items = chain_;
  send(link, credentials);
  const protocol::Profile profile{.incarnation = 1, .stamp = protocol::kIntegerMax / 2, .left = false, .nick = {"mallory"}, .address = {}};
  send(link, protocol::Hello{.id = id(), .profile = profile});
  heartbeat(link);
}

void Rogue::frame_received(env::LinkId link, base::ByteView frame) {
  const auto decoded = wire::decode(frame);
  const auto* message = std::get_if<wire::Message>(&decoded);
  if (message != nullptr && std::holds_alternative<protocol::Heartbeat>(*message)) links_.at(link).greeted = true;
}

void Rogue::link_closed(env::LinkId link, std::string_view) { links_.erase(link); }

// It follows nobody, and knows of nothing: a digest of nothing differs from theirs, and brings questions it leaves open.
void Rogue::heartbeat(env::LinkId link) {
  const protocol::Profile profile{.incarnation = 1, .stamp = protocol::kIntegerMax / 2, .left = false, .nick = {"mallory"}, .address = {}};
  send(link, protocol::Heartbeat{.from = id(), .profile = profile, .wanted = true});
}

void Rogue::send(env::LinkId link, const wire::Message& message) { send_bytes(link, wire::encode(message)); }

void Rogue::send_bytes(env::LinkId link, base::Bytes frame) {
  network_.send(link, env::Lane::kChat, std::make_shared<const base::Bytes>(std::move(frame)));
}

bool Rogue::run(base::Duration limit, const std::function<bool()>& done) {
  const base::Instant until = clock_.now() + limit;
  bool reached = false;
  loop_.after_events([&]() -> std::optional<base::Instant> {
    const base::Instant now = clock_.now();
    if (beat_at_ <= now) {
      beat_at_ = now + kBeat;
      for (const auto& [link, state] : links_) heartbeat(link);
    }
    reached = done();
    if (reached || now >= until) loop_.stop();
    return std::min(until, beat_at_);
  });
  loop_.run();
  return reached;
}

protocol::Entry Rogue::line(std::uint64_t seq, std::string_view text, const base::EntryId& previous) const {
  protocol::Entry entry{.stream = {.epoch = 1'000'000}, .seq = seq, .previous = previous, .room = {"lobby"}};
  entry.nick = {"mallory"};
  entry.text = {std::string(text)};
  entry.said_at = clock_.wall();
  entry.hlc = static_cast<std::uint64_t>(entry.said_at.time_since_epoch() / std::chrono::milliseconds(1)) << 16;
  return wire::signed_by(owner_.keys, owner_.group, std::move(entry));
}

protocol::Entry Rogue::in_the_name_of(const node::Owner::Member& other, std::uint64_t seq, std::string_view text) const {
  protocol::Entry entry = line(seq, text);
  entry.key = other.key;
  entry.stream.author = wire::peer_id_of(other.key);
  return entry;
}

}  // namespace e2e
