/* An extension for freeDiameter 1.2 that answers every UAR (TS 29.229) with the same success: what benches/peers.sh measures beside Innkeeper.
   cc -shared -fPIC -O2 -o static_answer.fdx static_answer.c      (headers: Debian's libfreediameter-dev) */
#include <freeDiameter/extension.h>

enum { CX = 16777216, TGPP = 10415, USER_AUTHORIZATION = 300 };

static int answer(struct msg **message, struct avp *avp, struct session *session, void *opaque, enum disp_action *action)
{
	(void)avp, (void)session, (void)opaque;
	*action = DISP_ACT_CONT;
	if (*message == NULL)
		return EINVAL;
	CHECK_FCT(fd_msg_new_answer_from_req(fd_g_config->cnf_dict, message, 0));
	CHECK_FCT(fd_msg_rescode_set(*message, "DIAMETER_SUCCESS", NULL, NULL, 1));
	*action = DISP_ACT_SEND;
	return 0;
}

/* An AVP of 3GPP, V and M set. */
static int define(uint32_t code, char *name, enum dict_avp_basetype type)
{
	struct dict_avp_data avp = { code, TGPP, name, AVP_FLAG_VENDOR | AVP_FLAG_MANDATORY, AVP_FLAG_VENDOR | AVP_FLAG_MANDATORY, type };
	CHECK_FCT(fd_dict_new(fd_g_config->cnf_dict, DICT_AVP, &avp, NULL, NULL));
	return 0;
}

static int entry(char *configuration)
{
	struct dict_vendor_data vendor_data = { TGPP, "3GPP" };
	struct dict_application_data application_data = { CX, "Cx" };
	struct dict_cmd_data request_data = { USER_AUTHORIZATION, "User-Authorization-Request", CMD_FLAG_REQUEST | CMD_FLAG_PROXIABLE | CMD_FLAG_ERROR, CMD_FLAG_REQUEST | CMD_FLAG_PROXIABLE };
	struct dict_cmd_data answer_data = { USER_AUTHORIZATION, "User-Authorization-Answer", CMD_FLAG_REQUEST | CMD_FLAG_PROXIABLE, CMD_FLAG_PROXIABLE };
	struct dict_object *vendor, *application, *command;
	struct disp_when when = { 0 };

	(void)configuration;
	CHECK_FCT(fd_dict_new(fd_g_config->cnf_dict, DICT_VENDOR, &vendor_data, NULL, &vendor));
	CHECK_FCT(fd_dict_new(fd_g_config->cnf_dict, DICT_APPLICATION, &application_data, vendor, &application));
	CHECK_FCT(fd_dict_new(fd_g_config->cnf_dict, DICT_COMMAND, &request_data, application, &command));
	CHECK_FCT(fd_dict_new(fd_g_config->cnf_dict, DICT_COMMAND, &answer_data, application, NULL));
	CHECK_FCT(define(600, "Visited-Network-Identifier", AVP_TYPE_OCTETSTRING));
	CHECK_FCT(define(601, "Public-Identity", AVP_TYPE_OCTETSTRING));
	CHECK_FCT(define(623, "User-Authorization-Type", AVP_TYPE_INTEGER32));
	when.app = application;
	when.command = command;
	CHECK_FCT(fd_disp_register(answer, DISP_HOW_CC, &when, NULL, NULL));
	CHECK_FCT(fd_disp_app_support(application, vendor, 1, 0));
	return 0;
}

EXTENSION_ENTRY("static_answer", entry);
