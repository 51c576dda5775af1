using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Nobody gives more rights than they have: roles need the verb escalate, bindings the verb bind, or all that they grant. Always on; upstream has
/// it in the storage of these kinds. Source: Using RBAC Authorization, privilege escalation prevention.
/// </summary>
public sealed class RbacEscalation(IObjects objects, Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed, Func<UserIdentity, string, IEnumerable<PolicyRule>> rulesOf) : IAdmissionPlugin
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <inheritdoc/>
    public string Name => "RbacEscalation";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) =>
        request.Resource.Group == Group && request.Subresource.Length == 0 && request.Operation is AdmissionOperation.Create or AdmissionOperation.Update && !request.User.Groups.Contains("system:masters");

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation) =>
        request.Resource.Plural is "roles" or "clusterroles" ? CheckRoleAsync(request, cancellation) : CheckBindingAsync(request, cancellation);

    private async ValueTask CheckRoleAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var rules = PolicyRule.Read(request.Object!);
        var isSame = request.OldObject is { } old && (old["rules"] ?? ArrayNode.Empty).Equals(request.Object!["rules"] ?? ArrayNode.Empty) && Validation.Immutability.Same(old["aggregationRule"], request.Object["aggregationRule"]);
        if (isSame || await MayAsync(request.User, "escalate", request.Resource.Plural, request.Namespace, AdmissionRequests.NameOf(request), cancellation).ConfigureAwait(false)) { return; }
        // Whoever sets what is gathered may gather anything.
        if (request.Object!.Has("aggregationRule")) { rules = [new PolicyRule(["*"], ["*"], ["*"], [], []), new PolicyRule(["*"], [], [], [], ["*"])]; }
        Require(request, rules);
    }

    private async ValueTask CheckBindingAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (role, value) = (request.Object.Object("roleRef"), request.Object!);
        if (request.OldObject is { } old && Validation.Immutability.Same(old["subjects"], value["subjects"]) && Validation.Immutability.Same(old["roleRef"], value["roleRef"])) { return; }
        var isCluster = role.Text("kind") == "ClusterRole";
        var plural = isCluster ? "clusterroles" : "roles";
        if (await MayAsync(request.User, "bind", plural, request.Namespace, role.Text("name"), cancellation).ConfigureAwait(false)) { return; }
        var found = await objects.FindAsync($"{plural}.{Group}", isCluster ? "" : request.Namespace, role.Text("name"), cancellation).ConfigureAwait(false)
            ?? throw Machinery.Statuses.StatusException.NotFound(Group, plural, role.Text("name"));
        Require(request, PolicyRule.Read(found));
    }

    private ValueTask<bool> MayAsync(UserIdentity user, string verb, string resource, string ns, string name, CancellationToken cancellation) =>
        isAllowed(new AuthorizationAttributes(user, verb) { Group = Group, Version = "*", Resource = resource, Namespace = ns, Name = name }, cancellation);

    private void Require(AdmissionRequest request, ImmutableArray<PolicyRule> wanted)
    {
        var own = rulesOf(request.User, request.Namespace).ToArray();
        var missing = wanted.SelectMany(PolicyRules.BreakDown).Where(w => !own.Any(o => PolicyRules.Covers(o, w))).ToArray();
        if (missing.Length == 0) { return; }
        throw request.Refuse($"user \"{request.User.Name}\" (groups=[{string.Join(" ", request.User.Groups.Select(static g => $"\"{g}\""))}]) is attempting to grant RBAC permissions not currently held:\n{string.Join("\n", PolicyRules.Print(missing))}");
    }
}
