using KubeSharp.Api;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>A webhook to call.</summary>
/// <param name="Webhook">Which.</param>
/// <param name="Version">The version of the resource in which it wants the object.</param>
public sealed record WebhookInvocation(Webhook Webhook, ApiResource Version);
