// One channel a message. The host sends a row to the peer that its first key names (a Hello: over the link),
// and delivers rows whose route fields it has set itself.
#pragma once

#include "bloom/bloom.h"
#include "protocol/messages.h"

namespace protocol {

struct Channels {
  explicit Channels(const bloom::Scope& scope);
  ~Channels();

  // The channel of a message.
  template <class Row> auto& of();

  bloom::Channel<Credentials, &Credentials::link> credentials;
  bloom::Channel<Admission, &Admission::link> admission;
  bloom::Channel<Refused,   &Refused::link>   refused;
  bloom::Channel<Hello,     &Hello::link>     hello;
  bloom::Channel<Heartbeat, &Heartbeat::to>   heartbeat;
  bloom::Channel<KeepAlive, &KeepAlive::to>   keep_alive;
  bloom::Channel<Goodbye,   &Goodbye::to>     goodbye;
  bloom::Channel<Census,    &Census::to>      census;
  bloom::Channel<Members,   &Members::to>     members;
  bloom::Channel<Roll,      &Roll::to>        roll;
  bloom::Channel<Statements, &Statements::to> statements;
  bloom::Channel<StatementCensus, &StatementCensus::to> statement_census;
  bloom::Channel<Submit,    &Submit::to>      submit;
  bloom::Channel<Relay,     &Relay::to>       relay;
  bloom::Channel<Receipt,   &Receipt::to>     receipt;
  bloom::Channel<Want,      &Want::to>        want;
  bloom::Channel<Batch,     &Batch::to>       batch;
  bloom::Channel<LookBack,  &LookBack::to>    look_back;
  bloom::Channel<History,   &History::to>     history;
};

template <class Row> auto& Channels::of() {
  if constexpr (std::is_same_v<Row, Hello>) return hello;
  else if constexpr (std::is_same_v<Row, Credentials>) return credentials;
  else if constexpr (std::is_same_v<Row, Admission>) return admission;
  else if constexpr (std::is_same_v<Row, Refused>) return refused;
  else if constexpr (std::is_same_v<Row, Statements>) return statements;
  else if constexpr (std::is_same_v<Row, StatementCensus>) return statement_census;
  else if constexpr (std::is_same_v<Row, Heartbeat>) return heartbeat;
  else if constexpr (std::is_same_v<Row, KeepAlive>) return keep_alive;
  else if constexpr (std::is_same_v<Row, Goodbye>) return goodbye;
  else if constexpr (std::is_same_v<Row, Census>) return census;
  else if constexpr (std::is_same_v<Row, Members>) return members;
  else if constexpr (std::is_same_v<Row, Roll>) return roll;
  else if constexpr (std::is_same_v<Row, Submit>) return submit;
  else if constexpr (std::is_same_v<Row, Relay>) return relay;
  else if constexpr (std::is_same_v<Row, Receipt>) return receipt;
  else if constexpr (std::is_same_v<Row, Want>) return want;
  else if constexpr (std::is_same_v<Row, Batch>) return batch;
  else if constexpr (std::is_same_v<Row, LookBack>) return look_back;
  else if constexpr (std::is_same_v<Row, History>) return history;
}

}  // namespace protocol
