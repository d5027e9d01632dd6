// Peer: one running node. Composes the rules with the ports and offers the Session. Driven by its host: the
// host calls start() once, then step() after anything happened (an event of the network, a call on the
// Session, next_deadline() passed). It never blocks, sleeps, or reads a clock but its port.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "env/beacon.h"
#include "env/clock.h"
#include "env/network.h"
#include "env/random.h"
#include "env/registry.h"
#include "env/store.h"
#include "node/draft.h"
#include "node/names.h"
#include "node/session.h"
#include "node/settings.h"
#include "node/transcript.h"
#include "protocol/charter.h"
#include "protocol/gate.h"
#include "wire/key_pair.h"
#include "wire/prover.h"

namespace protocol {
struct Chat;
}

namespace node {

class Acquaintances;
class Archive;
class Discovery;
class Evidence;
class Inbox;
class Keeper;
class Letters;
class Outbox;
class Reporter;

struct Options {
  std::string group = "home";
  std::string nick;
  std::string listen = "127.0.0.1:0";
  std::vector<std::string> peers{};  // addresses to start from; dialed for good
  std::vector<std::string> reachable_at{};  // hosts that others may reach this machine at, for invites
  std::optional<Invite> invite{};    // of a newcomer
  protocol::Portions portions{};     // smaller only in tests
  // For simulations: of a first start the key, and why it belongs, where these are not to be drawn and asked for.
  struct Birth {
    base::KeySeed seed{};
    base::GroupId group{};
    std::vector<protocol::Statement> charter{};
  };
  std::optional<Birth> birth{};
};

// They outlive the peer.
struct Ports {
  env::Clock& clock;
  env::Network& network;
  env::Random& random;
  env::Beacon* beacon = nullptr;                   // none: peers on the local network are not looked for
  env::Registry* registry = nullptr;               // none: peers on this machine are not looked for
  env::Store* store = nullptr;                     // none: nothing outlives the peer
  std::function<void(std::string_view)> log = {};  // one line a call, for operators
  wire::Prover* prover = nullptr;                  // shared with others in one process; none: one of its own
};

class Peer : public Session, private env::Network::Listener {
 public:
  Peer(Options options, Ports ports);
  ~Peer() override;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  // Takes up what the store holds, and starts accepting. Fails where the address can't be listened at, the
  // nick or group is not valid, or the store can't be used or belongs to another group.
  base::Status start();

  // Takes in what happened, lets the rules come to rest, and delivers events.
  void step();

  // When step() has something to do even if nothing happens; in the past: now. Nothing once the peer has
  // left.
  std::optional<base::Instant> next_deadline() const;

  void on_event(std::function<void(const Event&)> listener) override { listeners_.push_back(std::move(listener)); }
  base::Result<std::string> say(std::string_view room, std::string_view text) override;
  base::Result<std::string> say_to(std::string_view node, std::string_view text) override;
  base::Result<std::string> say_as(const Saying& saying) override;
  base::Status set(std::string_view name, std::string_view value) override;
  void visit_settings(const std::function<void(const Setting&)>& visit) const override { settings_.visit(visit); }
  base::Status set_nick(std::string_view nick) override;
  std::vector<Belonging> belonging() const override;
  base::Result<Invite> invite(const InviteTerms& terms) override;
  base::Status remove(std::string_view who) override;
  std::vector<MemberInfo> members() const override;
  void visit_history(std::string_view room, std::size_t count_max, const Visit& visit) const override;
  void visit_conversation(std::string_view node, std::size_t count_max, const Visit& visit) const override;
  std::size_t unacknowledged() const override;
  Spoken spoken() const override;
  std::string why_leader() const override;
  void leave() override;

  base::PeerId id() const { return self_.id; }                     // from start() on
  const protocol::Stream& stream() const { return self_.stream; }  // of what is said here
  bool store_is_failing() const;
  // What went wrong so far, by reason: frames refused, rules in error. For status and tests.
  const std::map<std::string, std::uint64_t, std::less<>>& refused_frames() const;
  std::uint64_t rule_errors() const { return rule_errors_; }
  bloom::Program& program() { return program_; }
  const protocol::Chat& chat() const { return *chat_; }  // of a peer that was started

 private:
  void link_opened(env::LinkId link, bool dialed, const env::Remote& remote) override;
  void frame_received(env::LinkId link, base::ByteView frame) override;
  void link_closed(env::LinkId link, std::string_view reason) override;

  std::string draft(protocol::Entry line);
  void close_draft();
  base::Result<std::string> publish(protocol::Entry entry);
  void stamp(protocol::Entry& entry);
  void sign(protocol::Entry entry);
  base::Result<std::string> say_alone(protocol::Entry entry, const Saying& saying);
  base::Status may_say() const;
  void visit_lines(const Transcript::What& what, const Visit& visit) const;
  base::Status assume_identity();
  base::Status join_a_group(const std::string& address);
  void assemble();
  base::Status recall_charter();
  void state(protocol::Statement statement);
  void admit(const protocol::Welcome& newcomer);
  void keep_statement(const protocol::Statement& statement);
  void turned_away(std::uint8_t reason);
  void report_removals();
  void report_fork(const protocol::Entry& other);
  void complete(protocol::Credentials& credentials);
  bool is_fallen(const base::PeerId& id) const;
  base::Result<const protocol::Admitted*> find_member(std::string_view who) const;
  base::Status recall();
  base::Status recall_settings();
  std::optional<base::Instant> commit_due() const;
  void keep();
  void store_failed(const std::string& complaint, bool first);
  void remember_addresses(base::Instant now);
  void deliver_events();
  void tell(const Event& event) const;
  void note_names(const Event& event);
  void warn_of_namesake(const MemberChanged& changed);
  void note_admission(const protocol::Statement& statement);
  void take_in();
  base::Instant wakes_at() const;
  void resume(base::Instant now, base::Duration slept);
  void tick_to_rest(base::Instant now);
  void act();
  void dial(const std::string& address);
  void cut(env::LinkId link, const std::string& reason);
  void refused(env::LinkId link, const std::string& reason);
  void read_registry(base::Instant now);
  void look_around(base::Instant now);
  void rename(base::Instant now);
  void trim_log();
  wire::Prover& prover() { return ports_.prover == nullptr ? *own_prover_ : *ports_.prover; }
  bool is_given(const std::string& address) const;
  void log(std::string_view line) const;

  const Options options_;
  Ports ports_;
  std::optional<wire::KeyPair> keys_;  // from start() on
  std::optional<wire::Prover> own_prover_;
  protocol::Self self_;
  bloom::Program program_;
  std::unique_ptr<protocol::Chat> chat_;
  std::unique_ptr<Letters> letters_;
  std::unique_ptr<Keeper> keeper_;
  std::unique_ptr<Evidence> evidence_;
  std::unique_ptr<Archive> archive_;
  std::unique_ptr<Acquaintances> acquaintances_;
  std::unique_ptr<Inbox> inbox_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<Reporter> reporter_;
  std::unique_ptr<Discovery> discovery_;  // once there is a group to look for
  std::vector<std::function<void(const Event&)>> listeners_;

  enum class Stage : std::uint8_t { kNew, kRunning, kLeft };
  Stage stage_ = Stage::kNew;
  Names names_;
  Settings settings_;
  std::string nick_;  // ours now, a change not yet taken up by the rules included
  bool renaming_ = false;          // there is one,
  base::Instant renamed_at_{};     // and this is when the last was
  std::uint64_t said_ = 0;         // the number of the last entry,
  base::EntryId last_said_{};      // and its id
  std::optional<Draft> draft_;     // of the next
  std::size_t lines_in_memory_ = 0;  // at most
  base::Instant last_tick_at_{};
  base::WallTime last_wall_{};
  base::Instant registry_due_{};
  // Who the registry said is on this machine: from when on it is called by somebody who has company, and whether it is.
  struct Neighbour {
    base::Instant called_from;
    bool listed = false;
  };
  std::map<std::string, Neighbour> registered_;  // by address
  std::map<base::PeerId, base::InviteSeed> local_secrets_;   // of those registered
  base::InviteSeed own_secret_{};                            // whoever shows it is of this user and machine
  std::optional<protocol::Statement> founding_;              // of the group that is founded here, at a first start
  std::optional<base::GroupId> known_group_;                 // as the store had it
  std::set<base::PeerId> removals_told_;
  std::set<std::string> namesakes_told_;                     // nodes, once each
  std::set<std::uint8_t> refusals_told_;
  std::set<std::string> strangers_;                          // given addresses that belong to another group
  std::vector<std::string> to_dial_;                         // asked for by the last tick
  std::vector<std::pair<env::LinkId, std::string>> to_cut_;  // likewise
  std::uint64_t rule_errors_ = 0;
};

}  // namespace node
