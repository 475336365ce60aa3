"""Which modules Asterisk loads: these and no others, so that a start is quick and nothing listens that nobody asked for."""

from __future__ import annotations

_STORES = "res_sorcery_config res_sorcery_memory res_sorcery_astdb"
_BASE = "res_timing_timerfd res_http_websocket res_websocket_client res_crypto pbx_config res_clialiases"
_SIP = """
res_pjproject res_pjsip res_pjsip_session res_pjsip_pubsub res_pjsip_authenticator_digest
res_pjsip_outbound_authenticator_digest res_pjsip_endpoint_identifier_user res_pjsip_endpoint_identifier_ip
res_pjsip_endpoint_identifier_anonymous res_pjsip_registrar res_pjsip_outbound_registration res_pjsip_rfc3326
res_pjsip_sdp_rtp res_pjsip_caller_id res_pjsip_dtmf_info res_pjsip_nat res_pjsip_refer
res_pjsip_transport_websocket res_pjsip_diversion res_pjsip_path res_pjsip_header_funcs res_pjsip_logger
chan_pjsip func_pjsip_endpoint func_pjsip_contact func_pjsip_aor
"""
_MEDIA = """
res_rtp_asterisk res_rtp_multicast res_srtp res_audiosocket res_tonedetect res_musiconhold
codec_alaw codec_ulaw codec_a_mu codec_resample codec_gsm codec_g722 codec_opus_open_source
format_pcm format_wav format_wav_gsm format_gsm format_sln format_ogg_opus_open_source res_format_attr_opus
bridge_builtin_features bridge_builtin_interval_features bridge_holding bridge_native_rtp bridge_simple bridge_softmix
chan_bridge_media chan_rtp chan_websocket
"""
_ARI = """
res_stasis res_stasis_answer res_stasis_playback res_stasis_recording res_stasis_snoop res_stasis_device_state
res_ari res_ari_model res_ari_applications res_ari_asterisk res_ari_bridges res_ari_channels res_ari_device_states
res_ari_endpoints res_ari_events res_ari_playbacks res_ari_recordings res_ari_sounds
"""
# app_mixmonitor needs func_periodic_hook, which needs func_cut and app_chanspy
_DIALPLAN = """
app_stasis app_dial app_playback app_read app_verbose app_echo app_record app_playtones app_senddtmf app_queue
app_mixmonitor app_chanspy app_stack app_amd app_cdr app_originate app_softhangup app_bridgewait app_talkdetect
app_waituntil app_waitforsilence app_milliwatt
func_callerid func_cdr func_channel func_logic func_strings func_global func_math func_periodic_hook func_cut
func_talkdetect func_timeout func_uri func_volume func_jitterbuffer func_hangupcause func_groupcount func_db func_rand
func_env func_dialplan
"""
_RECORDS = "cdr_csv"

MODULES = tuple(dict.fromkeys(" ".join((_STORES, _BASE, _SIP, _MEDIA, _ARI, _DIALPLAN, _RECORDS)).split()))
# without one of these there are no calls: a tree that lacks it is refused
NEEDED = frozenset(
    [
        "res_pjsip",
        "chan_pjsip",
        "res_rtp_asterisk",
        "res_srtp",
        "res_stasis",
        "res_ari_channels",
        "res_ari_events",
        "app_stasis",
        "app_record",
        "app_playback",
        "pbx_config",
        "res_sorcery_memory",
        "res_pjsip_transport_websocket",
        "bridge_softmix",
        "codec_ulaw",
        "codec_alaw",
        "format_wav",
        "res_stasis_snoop",
        "res_stasis_recording",
        "res_musiconhold",
    ]
)
