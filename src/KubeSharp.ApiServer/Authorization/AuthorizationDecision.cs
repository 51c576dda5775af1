namespace KubeSharp.ApiServer.Authorization;

/// <param name="Verdict">Yes, no, or nothing.</param>
/// <param name="Reason">Why, for the audit and the refusal's message.</param>
public readonly record struct AuthorizationDecision(AuthorizationVerdict Verdict, string Reason = "");
