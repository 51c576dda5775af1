using KubeSharp.Api;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>What the expressions of policies may name. Source: Validating Admission Policy, expressions.</summary>
public static class PolicyEnvironment
{
    /// <summary>The type of <c>request</c>.</summary>
    public static CelType Request { get; } = WebhookEnvironment.Environment.Variable("request")!;

    /// <summary>The type of <c>namespaceObject</c>.</summary>
    public static CelType Namespace { get; } = CelSchemas.FromSchema(ApiSchemas.Get("io.k8s.api.core.v1.Namespace"));

    /// <summary>What match conditions of webhooks may name, and namespaceObject; params where the policy has a kind of them.</summary>
    public static CelEnvironment Policy(bool hasParams)
    {
        var environment = WebhookEnvironment.Environment.With("namespaceObject", Namespace);
        return hasParams ? environment.With("params", CelType.Dyn) : environment;
    }

    /// <summary>The same for what changes objects: with the types that changes are built of.</summary>
    public static CelEnvironment Mutation(bool hasParams) => Policy(hasParams).WithTypes(MutationTypes.Find);

    /// <summary>Whether a policy declares parameters.</summary>
    public static bool HasParams(ObjectNode policy) => policy.Object("spec").Has("paramKind");
}
