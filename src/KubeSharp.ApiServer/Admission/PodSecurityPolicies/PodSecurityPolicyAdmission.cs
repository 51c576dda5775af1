using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.PodSecurityPolicies;

/// <summary>
/// Lets in pods that one of the policies allows which their maker, or their service account, may use; off by default, as upstream took it out in v1.25.
/// A policy that leaves the pod as it is goes before one that fills something in; among equals the name decides.
/// Source: PodSecurityPolicy, v1.24 of the documentation.
/// </summary>
public sealed class PodSecurityPolicyAdmission(IObjects objects, Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    /// <summary>Names the policy that let the pod in.</summary>
    public const string Annotation = "kubernetes.io/psp";
    private const string Plural = "podsecuritypolicies";
    private const string AuditPrefix = "podsecuritypolicy.policy.k8s.io/";
    private static readonly string[] _groups = ["policy", "extensions"];

    /// <inheritdoc/>
    public string Name => "PodSecurityPolicy";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Resource.QualifiedName == "pods" && request.Subresource is "" or "ephemeralcontainers"
        && request.Operation is AdmissionOperation.Create or AdmissionOperation.Update && !IsSameSpec(request);

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Operation != AdmissionOperation.Create || request.Subresource.Length > 0) { return request.Object; }
        var (pod, policy) = await DecideAsync(request, mayFill: true, cancellation).ConfigureAwait(false);
        request.Annotate(AuditPrefix + "admit-policy", policy);
        return pod.Make("metadata", m => m.Make("annotations", a => a.Set(Annotation, policy)));
    }

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (_, policy) = await DecideAsync(request, mayFill: false, cancellation).ConfigureAwait(false);
        request.Annotate(AuditPrefix + "validate-policy", policy);
    }

    // What changes metadata only was let in before.
    private static bool IsSameSpec(AdmissionRequest request) =>
        request.Operation == AdmissionOperation.Update && request.OldObject is { } old && request.Object.Object("spec").Equals(old.Object("spec"));

    private async ValueTask<(ObjectNode Pod, string Policy)> DecideAsync(AdmissionRequest request, bool mayFill, CancellationToken cancellation)
    {
        var pod = request.Object!;
        var (filling, refusals) = (((ObjectNode Pod, string Policy)?)null, new List<StatusCause>());
        foreach (var policy in Policies(mayFill ? "" : pod.Object("metadata").Object("annotations").Text(Annotation)))
        {
            var filled = PolicyFilling.Fill(policy, pod);
            var errors = PodCheck.Check(policy, filled);
            var isChanged = !filled.Equals(pod);
            if (errors.IsEmpty && isChanged && (!mayFill || filling is not null)) { continue; }
            if (!await MayUseAsync(request, pod, policy.Name, cancellation).ConfigureAwait(false)) { continue; }
            if (!errors.IsEmpty) { refusals.AddRange(errors.Causes); }
            else if (!isChanged) { return (pod, policy.Name); }
            else { filling = (filled, policy.Name); }
        }
        return filling ?? throw request.Refuse($"PodSecurityPolicy: unable to {(mayFill ? "admit" : "validate")} pod: [{string.Join(' ', refusals.Select(static c => $"{c.Field}: {c.Message}"))}]");
    }

    private IEnumerable<SecurityPolicy> Policies(string first) => objects.List(RetiredResources.Stored).Select(static p => new SecurityPolicy(p)).Where(static p => p.IsUsable)
        .OrderBy(p => p.Name != first).ThenBy(static p => p.Name, StringComparer.Ordinal);

    private async ValueTask<bool> MayUseAsync(AdmissionRequest request, ObjectNode pod, string policy, CancellationToken cancellation)
    {
        var account = pod.Object("spec").Text("serviceAccountName");
        UserIdentity?[] users = [request.User, account.Length == 0 ? null : new UserIdentity($"system:serviceaccount:{request.Namespace}:{account}", ["system:serviceaccounts", $"system:serviceaccounts:{request.Namespace}"])];
        foreach (var user in users.OfType<UserIdentity>())
        {
            foreach (var group in _groups)
            {
                if (await isAllowed(new AuthorizationAttributes(user, "use") { Group = group, Version = "*", Resource = Plural, Namespace = request.Namespace, Name = policy }, cancellation).ConfigureAwait(false)) { return true; }
            }
        }
        return false;
    }
}
