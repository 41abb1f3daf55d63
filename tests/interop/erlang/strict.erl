%% A strict stranger: MMEs, SGSNs, AAA and application servers, CSCFs and GMLCs on Erlang/OTP's diameter, which judge every message they get by the dictionaries beside this
%% file. Commands come one a line, as Erlang terms, over the connection that is opened to the test; a JSON line goes back for each message.
%%
%% Arguments: the test's port, the HSS's address and port, the realm.
-module(strict).
-export([main/1]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3]).
-export([handle_answer/4, handle_error/3, handle_error/4, handle_request/3]).

-include_lib("diameter/include/diameter.hrl").
-include_lib("diameter/include/diameter_gen_base_rfc6733.hrl").

-define(BASE, diameter_gen_base_rfc6733).
-define(APPLICATIONS, [dict_s6a, dict_sh, dict_swx, dict_slh, dict_slg, dict_cx]).
-define(TGPP, 10415).

main([Port, Hss, HssPort, Realm]) ->
    persistent_term:put(realm, Realm),
    {ok, Address} = inet:parse_address(Hss),
    persistent_term:put(hss, {Address, list_to_integer(HssPort)}),
    ok = diameter:start(),
    {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, list_to_integer(Port), [binary, {packet, line}, {buffer, 65536}, {active, true}]),
    register(control, self()),
    serve(Socket).

serve(Socket) ->
    receive
        {tcp, Socket, Line} ->
            {ok, Tokens, _} = erl_scan:string(binary_to_list(Line)),
            {ok, Command} = erl_parse:parse_term(Tokens),
            spawn_link(fun() -> carry_out(Command) end);
        {tcp_closed, Socket} ->
            halt();
        {say, Map} ->
            Text = [json(Map), $\n],
            io:put_chars(Text),
            ok = gen_tcp:send(Socket, Text)
    end,
    serve(Socket).

say(Map) -> control ! {say, Map}.

carry_out({node, Id, Name, Dictionary}) ->
    ok = diameter:start_service(Name, service(Name, Dictionary)),
    true = diameter:subscribe(Name),
    {Address, Port} = persistent_term:get(hss),
    Config = [{ip, {127, 0, 0, 1}}, {raddr, Address}, {rport, Port}, {nodelay, true}],
    {ok, _} = diameter:add_transport(Name, {connect, [{transport_module, diameter_tcp}, {transport_config, Config}, {connect_timer, 500}]}),
    receive
        #diameter_event{service = Name, info = Info} when element(1, Info) == up -> say(#{id => Id, kind => up})
    end,
    %% A subscription ends with its process.
    timer:sleep(infinity);
carry_out({ask, Id, Name, Dictionary, Command, Avps}) ->
    Session = diameter:session_id(Name ++ "." ++ persistent_term:get(realm)),
    Message = [Command | maps:merge(common(Dictionary, Session), Avps)],
    Told =
        case diameter:call(Name, Dictionary, Message) of
            #diameter_packet{} = Packet -> judged(Name, Dictionary, Session, Packet);
            Other -> #{node => list_to_binary(Name), kind => failed, errors => [text("~0p", [Other])]}
        end,
    say(Told#{id => Id}).

service(Name, Dictionary) ->
    Application = #'diameter_base_Vendor-Specific-Application-Id'{'Vendor-Id' = ?TGPP, 'Auth-Application-Id' = [Dictionary:id()]},
    [
        {'Origin-Host', Name ++ "." ++ persistent_term:get(realm)},
        {'Origin-Realm', persistent_term:get(realm)},
        {'Host-IP-Address', [{127, 0, 0, 1}]},
        {'Vendor-Id', ?TGPP},
        {'Product-Name', "strict"},
        {'Supported-Vendor-Id', [?TGPP]},
        {'Vendor-Specific-Application-Id', [Application]},
        {decode_format, map},
        {string_decode, false},
        {strict_mbit, true},
        {application, [
            {alias, Dictionary},
            {dictionary, Dictionary},
            {module, ?MODULE},
            %% What does not decode comes to the callbacks, with its errors.
            {answer_errors, callback},
            {request_errors, callback}
        ]}
    ].

%% What every request of these applications has.
common(Dictionary, Session) ->
    #{
        'Session-Id' => Session,
        'Vendor-Specific-Application-Id' => application(Dictionary),
        'Auth-Session-State' => 1,
        'Destination-Realm' => persistent_term:get(realm)
    }.

application(Dictionary) -> #{'Vendor-Id' => ?TGPP, 'Auth-Application-Id' => [Dictionary:id()]}.

%% The callbacks of diameter_app.

peer_up(_Service, _Peer, State) -> State.
peer_down(_Service, _Peer, State) -> State.
pick_peer([Peer | _], _Remote, _Service, _State) -> {ok, Peer}.

prepare_request(#diameter_packet{msg = [Command | Avps]}, _Service, {_, Caps}) ->
    {send, [Command | maps:merge(origin(Caps), Avps)]}.
prepare_retransmit(Packet, Service, Peer) -> prepare_request(Packet, Service, Peer).

handle_answer(Packet, _Request, _Service, _Peer) -> Packet.
handle_error(Reason, _Request, _Service) -> {failed, Reason}.
handle_error(Reason, _Request, _Service, _Peer) -> {failed, Reason}.

handle_request(#diameter_packet{msg = [Command | Avps]} = Packet, Name, {_, Caps}) ->
    Dictionary = dictionary(Packet#diameter_packet.header#diameter_header.application_id),
    say(judged(Name, Dictionary, maps:get('Session-Id', Avps, undefined), Packet)),
    Common = #{
        'Session-Id' => maps:get('Session-Id', Avps),
        'Vendor-Specific-Application-Id' => application(Dictionary),
        'Auth-Session-State' => 1,
        'Result-Code' => 2001
    },
    {reply, [answer(Command) | maps:merge(maps:merge(origin(Caps), Common), own(Command, Avps))]}.

origin(#diameter_caps{origin_host = {Host, _}, origin_realm = {Realm, _}}) -> #{'Origin-Host' => Host, 'Origin-Realm' => Realm}.

dictionary(Id) -> hd([Dictionary || Dictionary <- ?APPLICATIONS, Dictionary:id() == Id]).

answer(Command) -> list_to_existing_atom(lists:droplast(atom_to_list(Command)) ++ "A").

%% IDR-Flags (TS 29.272 §7.3.103): the state, and the location.
own('IDR', #{'IDR-Flags' := [Flags]}) ->
    State = #{'EPS-User-State' => #{'MME-User-State' => #{'User-State' => 2}}},
    Cell = #{
        'E-UTRAN-Cell-Global-Identity' => <<16#00, 16#f1, 16#10, 0, 0, 16#01, 16#01>>,
        'Tracking-Area-Identity' => <<16#00, 16#f1, 16#10, 0, 1>>,
        'Age-Of-Location-Information' => 0
    },
    Place = #{'EPS-Location-Information' => #{'MME-Location-Information' => Cell}},
    maps:merge(if Flags band 4 /= 0 -> State; true -> #{} end, if Flags band 8 /= 0 -> Place; true -> #{} end);
own(_, _) ->
    #{}.

%% The judgement: what OTP found, and what it does not look for.

judged(Name, Dictionary, Session, #diameter_packet{header = Header, msg = Message, avps = Avps, errors = Errors}) ->
    {Kind, Values} =
        case Message of
            [Command | Map] -> {Command, Map};
            undefined -> {undecoded, #{}}
        end,
    Complaints = lists:append([
        [found(Error) || Error <- Errors],
        header(Dictionary, Header),
        first(Avps),
        session(Session, Values),
        results(Header, Values),
        grammar(Dictionary, Kind, Avps)
    ]),
    #{node => list_to_binary(Name), kind => Kind, result => result(Values), errors => Complaints, avps => Values}.

%% OTP names the outermost group, and keeps what is wrong within it.
found({Code, #diameter_avp{} = Avp}) -> text("~p ~s", [Code, lists:join($/, path(Avp))]);
found(Error) -> text("~0p", [Error]).

path([Avp | _]) -> path(Avp);
path(#diameter_avp{name = undefined, code = Code}) -> [integer_to_list(Code)];
path(#diameter_avp{name = Name, data = [_ | _] = Within}) -> [atom_to_list(Name) | path(Within)];
path(#diameter_avp{name = Name, data = #diameter_avp{} = Within}) -> [atom_to_list(Name) | path(Within)];
path(#diameter_avp{name = Name}) -> [atom_to_list(Name)].

header(Dictionary, #diameter_header{application_id = Id, is_proxiable = P, is_error = E, is_request = R, is_retransmitted = T}) ->
    [text("application ~p", [Id]) || Id /= Dictionary:id()] ++ [<<"not proxiable">> || not P] ++ [<<"an erroneous request">> || R, E] ++
        [<<"a retransmission">> || T].

%% RFC 6733 §8.8: the Session-Id stands first.
first([#diameter_avp{name = 'Session-Id'} | _]) -> [];
first(_) -> [<<"Session-Id is not first">>].

session(Session, #{'Session-Id' := Told}) -> [<<"another session">> || iolist_to_binary(Session) /= iolist_to_binary(Told)];
session(_, _) -> [<<"no session">>].

%% RFC 6733 §7.1, §7.6: an answer has one result, and the E bit where that is a protocol error.
results(#diameter_header{is_request = true}, _) ->
    [];
results(#diameter_header{is_error = Error}, Values) ->
    case {Values, Error} of
        {#{'Result-Code' := [_], 'Experimental-Result' := [_]}, _} -> [<<"two results">>];
        {#{'Result-Code' := Code}, _} -> protocol(Code, Error);
        {#{'Experimental-Result' := [_]}, false} -> [];
        _ -> [<<"no result">>]
    end.

protocol([Code], Error) -> protocol(Code, Error);
protocol(Code, Error) -> [<<"the E bit">> || (Code div 1000 == 3) /= Error].

result(#{'Result-Code' := [Code]}) -> Code;
result(#{'Experimental-Result' := [#{'Experimental-Result-Code' := Code}]}) -> Code;
result(#{'Result-Code' := Code}) when is_integer(Code) -> Code;
result(_) -> null.

%% Everything in its place, with the bits of its table, of the length its clause gives it.
grammar(_, 'answer-message', Avps) -> members([?BASE], 'answer-message', Avps);
grammar(Dictionary, Parent, Avps) -> members([Dictionary], Parent, Avps).

%% A message is one dictionary's; a group of it may be another's.
members(Dictionaries, Parent, Avps) ->
    lists:append([
        case Avp of
            %% RFC 6733 §7.5: what was wrong, as it came.
            [#diameter_avp{name = 'Failed-AVP'} = Group | _] ->
                one(Dictionaries, Parent, Group);
            [Group | Members] ->
                one(Dictionaries, Parent, Group) ++ members(all(), Group#diameter_avp.name, Members);
            _ ->
                one(Dictionaries, Parent, Avp)
        end
     || Avp <- Avps
    ]).

all() -> ?APPLICATIONS ++ [dict_tgpp, diameter_gen_doic_rfc7683, ?BASE].

one(_, Parent, #diameter_avp{name = undefined, code = Code, vendor_id = Vendor}) ->
    [text("~p of ~p in ~s is unknown", [Code, Vendor, Parent])];
one(Dictionaries, Parent, #diameter_avp{name = Name, data = Data} = Avp) ->
    [text("~s is not in the grammar of ~s", [Name, Parent]) || not is_member(Dictionaries, Parent, Name)] ++
        [text("~s of ~s has the flags ~s", [Name, Parent, Told]) || Told <- [flags(Avp)], Told /= due(Name, Told)] ++
        [text("~s of ~s has ~p octets", [Name, Parent, byte_size(Data)]) || not fits(Name, byte_size(Data))] ++
        [text("~s of ~s is not UTF-8", [Name, Parent]) || Avp#diameter_avp.type == 'UTF8String', not is_text(Data)].

is_member(Dictionaries, Parent, Name) ->
    lists:any(fun(Dictionary) -> catching(fun() -> Dictionary:avp_arity(Parent, Name) end, 0) /= 0 end, Dictionaries).

flags(#diameter_avp{vendor_id = Vendor, is_mandatory = M, need_encryption = P}) ->
    ["V" || Vendor /= undefined] ++ ["M" || M] ++ ["P" || P].

%% TS 29.229 §6.3.29: whether Supported-Features has the M bit is up to what it asks for.
due('Supported-Features', Told) ->
    Told -- ["M"] ++ ["M" || lists:member("M", Told)];
due(Name, _) ->
    Headers = [catching(fun() -> Dictionary:avp_header(Name) end, none) || Dictionary <- all()],
    {_, Flags, _} = hd([Header || Header <- Headers, Header /= none]),
    ["V" || Flags band 16#80 /= 0] ++ ["M" || Flags band 16#40 /= 0].

catching(Fun, Otherwise) ->
    try Fun() catch error:_ -> Otherwise end.

is_text(Data) -> is_list(unicode:characters_to_list(Data)).

%% TS 29.272 §7.3.53 to §7.3.60, §7.3.9, §7.3.52, TS 29.229 §6.3.27, §6.3.28; TBCD of up to 15 digits.
fits('RAND', Size) -> Size == 16;
fits('XRES', Size) -> Size >= 4 andalso Size =< 16;
fits('AUTN', Size) -> Size == 16;
fits('KASME', Size) -> Size == 32;
fits('Confidentiality-Key', Size) -> Size == 16;
fits('Integrity-Key', Size) -> Size == 16;
fits('SRES', Size) -> Size == 4;
fits('Kc', Size) -> Size == 8;
fits('Visited-PLMN-Id', Size) -> Size == 3;
fits('Group-PLMN-Id', Size) -> Size == 3;
fits('Regional-Subscription-Zone-Code', Size) -> Size == 2;
fits('3GPP-Charging-Characteristics', Size) -> Size == 4;
fits('MSISDN', Size) -> Size >= 1 andalso Size =< 8;
fits('A-MSISDN', Size) -> Size >= 1 andalso Size =< 8;
fits(_, _) -> true.

%% JSON: what is no text goes out in hexadecimal.

text(Format, Arguments) -> unicode:characters_to_binary(io_lib:format(Format, Arguments)).

json(Map) when is_map(Map) -> [${, lists:join($,, [[quoted(Key), $:, json(Value)] || {Key, Value} <- maps:to_list(Map)]), $}];
json(null) -> "null";
json(Atom) when is_atom(Atom) -> quoted(Atom);
json(Number) when is_integer(Number) -> integer_to_list(Number);
json(Binary) when is_binary(Binary) -> quoted(binary(Binary));
json(List) when is_list(List) -> [$[, lists:join($,, [json(Each) || Each <- List]), $]];
json(#diameter_avp{code = Code}) -> integer_to_list(Code);
json({_, _, _, _} = Address) -> json(list_to_binary(inet:ntoa(Address)));
json({_, _, _, _, _, _, _, _} = Address) -> json(list_to_binary(inet:ntoa(Address)));
json(Other) -> json(text("~0p", [Other])).

binary(Binary) ->
    Text = binary_to_list(Binary),
    case lists:all(fun(Octet) -> Octet >= 32 andalso Octet < 127 end, Text) of
        true -> Text;
        false -> string:lowercase(binary_to_list(binary:encode_hex(Binary)))
    end.

quoted(Atom) when is_atom(Atom) -> quoted(atom_to_list(Atom));
quoted(Text) -> [$", [escaped(Character) || Character <- Text], $"].

escaped($") -> "\\\"";
escaped($\\) -> "\\\\";
escaped(Character) when Character < 32 -> io_lib:format("\\u~4.16.0b", [Character]);
escaped(Character) -> unicode:characters_to_binary([Character]).
