using System.Collections.Frozen;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The refusal of a write that is aimed at another object than the stored one.</summary>
internal static class UnmetPrecondition
{
    // Compat: the key that the object has in upstream's store is named to clients, with folders that are called otherwise than their resources.
    private static readonly FrozenDictionary<string, string> _folders = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["replicationcontrollers"] = "controllers",
        ["endpoints"] = "services/endpoints",
        ["services"] = "services/specs",
        ["nodes"] = "minions",
        ["ingresses"] = "ingress",
        ["apiservices"] = "apiregistration.k8s.io/apiservices",
        ["customresourcedefinitions"] = "apiextensions.k8s.io/customresourcedefinitions",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>409: what was asked for (<c>UID</c> or <c>ResourceVersion</c>) is not what the object has.</summary>
    public static StatusException Of(ResourceDefinition definition, string ns, string name, string what, string asked, string? has, bool isDryRun = false)
    {
        var (resource, group) = (definition.Storage.Plural, definition.Storage.Group);
        var folder = _folders.GetValueOrDefault(resource) ?? (definition.Rules is CustomResources.CustomResourceRules ? $"{group}/{resource}" : resource);
        // Compat: who only tries gets no further than where the store's own folder is put before it.
        var key = $"{(isDryRun ? "" : "/registry")}/{folder}/{(ns.Length == 0 ? "" : ns + "/")}{name}";
        return StatusException.Conflict(group, resource, name, $"StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: {what} in precondition: {asked}, {what} in object meta: {has}");
    }
}
