using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>What authorizers are made of.</summary>
/// <param name="Objects">The objects of the cluster.</param>
/// <param name="Rbac">Roles and bindings.</param>
/// <param name="Webhooks">Calls webhooks.</param>
/// <param name="Time">The clock.</param>
/// <param name="Decisions">Where decisions are counted.</param>
public sealed record AuthorizerParts(IObjects Objects, RbacAuthorizer Rbac, WebhookClient Webhooks, TimeProvider Time, Metric Decisions);
