using System.Collections.Immutable;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>A webhook that knows tokens, as --authentication-token-webhook-config-file and its neighbours.</summary>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Audiences">Those of this server (--api-audiences, or the issuer): a token must be meant for one of them.</param>
public sealed record TokenWebhookOptions(WebhookEndpoint Endpoint, ImmutableArray<string> Audiences)
{
    /// <summary>The version of TokenReview it is sent: v1beta1 (default, as upstream) or v1.</summary>
    public string Version { get; init; } = "v1beta1";
    /// <summary>How long its answers count; default 2 minutes.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(2);
}
