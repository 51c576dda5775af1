using KubeSharp.Api;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Whoever gives an object that is there to an owner must be allowed to delete it, for that is what the owner's end does; and whoever has an object
/// hold its owner back must be allowed to give that one finalizers. Off by default. Source: OwnerReferencesPermissionEnforcement.
/// </summary>
/// <param name="resourcesOf">The resources of a kind (group, version, kind) that are served.</param>
/// <param name="isAllowed">Whether somebody may do something.</param>
public sealed class OwnerReferencesPermissionEnforcement(Func<string, string, string, IEnumerable<ApiResource>> resourcesOf, Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed) : IAdmissionPlugin
{
    // Upstream tells the authorizer's reason and error, which for roles are none.
    private const string NoReason = ": , <nil>";

    /// <inheritdoc/>
    public string Name => "OwnerReferencesPermissionEnforcement";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation is AdmissionOperation.Create or AdmissionOperation.Update && (request.Resource.QualifiedName, request.Subresource) != ("pods", "status");

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (now, before) = (Owners(request.Object), Owners(request.OldObject));
        if (Immutability.Same(now, before)) { return; }
        var asked = new AuthorizationAttributes(request.User, "delete") { Group = request.Resource.Group, Version = request.Resource.Version, Resource = request.Resource.Plural, Subresource = request.Subresource, Namespace = request.Namespace, Name = request.Name };
        if (request.Operation == AdmissionOperation.Update && !await isAllowed(asked, cancellation).ConfigureAwait(false)) { throw request.Refuse("cannot set an ownerRef on a resource you can't delete" + NoReason); }
        var held = before.Where(Holds).Select(static o => o.Text("uid")).ToHashSet(StringComparer.Ordinal);
        var holding = now.Where(o => Holds(o) && !held.Contains(o.Text("uid"))).ToArray();
        if (holding.Length == 0 || await isAllowed(Finalizing(request, "*", "*", "*", "*"), cancellation).ConfigureAwait(false)) { return; }
        foreach (var owner in holding) { await CheckAsync(request, owner, cancellation).ConfigureAwait(false); }
    }

    private async ValueTask CheckAsync(AdmissionRequest request, Node owner, CancellationToken cancellation)
    {
        var (apiVersion, kind) = (owner.Text("apiVersion"), owner.Text("kind"));
        var found = apiVersion.Split('/') switch
        {
            [var version] => resourcesOf("", version, kind).ToArray(),
            [var group, var version] => [.. resourcesOf(group, version, kind)],
            _ => throw Unknown($"unexpected GroupVersion string: {apiVersion}"),
        };
        if (found.Length == 0) { throw Unknown($"no matches for kind \"{kind}\" in version \"{apiVersion}\""); }
        foreach (var resource in found)
        {
            var asked = Finalizing(request, resource.Group, resource.Version, resource.Plural, owner.Text("name")) with { Namespace = resource.Namespaced ? request.Namespace : "" };
            if (!await isAllowed(asked, cancellation).ConfigureAwait(false)) { throw request.Refuse("cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on" + NoReason); }
        }

        Exception Unknown(string why) => request.Refuse($"cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion {apiVersion} Kind {kind}: {why}");
    }

    private static AuthorizationAttributes Finalizing(AdmissionRequest request, string group, string version, string resource, string name) =>
        new(request.User, "update") { Group = group, Version = version, Resource = resource, Subresource = "finalizers", Name = name };

    private static ArrayNode Owners(ObjectNode? value) => value.Object("metadata").Items("ownerReferences");

    private static bool Holds(Node owner) => owner.IsTrue("blockOwnerDeletion");
}
