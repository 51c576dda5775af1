using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Containers;

/// <summary>A container's environment: services, then envFrom in order, then env in order with references expanded. Source: Define Environment Variables for a Container.</summary>
public static class ContainerEnvironment
{
    /// <summary>The variables in order of their first appearance.</summary>
    /// <exception cref="ContainerConfigException">A config map, secret or key is missing that is not optional.</exception>
    public static ImmutableArray<KeyValuePair<string, string>> Build(Pod pod, Container container, PodObjects objects, NodeFacts node, IReadOnlyList<string> podAddresses,
        IReadOnlyDictionary<string, string>? volumes = null)
    {
        var services = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in ServiceEnvironment.Of(objects.Services)) { services[name] = value; }
        var names = new List<string>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in container.EnvFrom.SelectMany(from => From(pod, from, objects))) { Set(name, value); }
        foreach (var variable in container.Env)
        {
            if (variable.ValueFrom is null)
            {
                Set(variable.Name, VariableExpansion.Expand(variable.Value ?? "", name => values.GetValueOrDefault(name) ?? services.GetValueOrDefault(name)));
            }
            else if (variable.ValueFrom.FileKeyRef is { } file)
            {
                if (EnvironmentFiles.Value(file, volumes ?? ImmutableDictionary<string, string>.Empty) is { } text) { Set(variable.Name, text); }
            }
            else if (Value(pod, container, variable.ValueFrom, objects, node, podAddresses) is { } value) { Set(variable.Name, value); }
        }
        foreach (var (name, value) in services)
        {
            if (!values.ContainsKey(name)) { Set(name, value); }
        }
        return [.. names.Select(name => new KeyValuePair<string, string>(name, values[name]))];

        void Set(string name, string value)
        {
            if (!values.ContainsKey(name)) { names.Add(name); }
            values[name] = value;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> From(Pod pod, EnvFromSource from, PodObjects objects)
    {
        var prefix = from.Prefix ?? "";
        if (from.ConfigMapRef is { } map)
        {
            if (objects.ConfigMaps.GetValueOrDefault(map.Name ?? "") is { } found) { return found.Data.Select(e => new KeyValuePair<string, string>(prefix + e.Key, e.Value)); }
            return map.Optional == true ? [] : throw Missing(pod, "configmap", map.Name);
        }
        if (from.SecretRef is { } secret)
        {
            if (objects.Secrets.GetValueOrDefault(secret.Name ?? "") is { } found) { return found.Data.Select(e => new KeyValuePair<string, string>(prefix + e.Key, e.Value.ToText())); }
            return secret.Optional == true ? [] : throw Missing(pod, "secret", secret.Name);
        }
        return [];
    }

    private static string? Value(Pod pod, Container container, EnvVarSource from, PodObjects objects, NodeFacts node, IReadOnlyList<string> podAddresses)
    {
        if (from.FieldRef is { } field)
        {
            return FieldValues.Field(pod, field.FieldPath, node.Name, node.Addresses, podAddresses)
                ?? throw new ContainerConfigException($"unsupported fieldPath: {field.FieldPath}");
        }
        if (from.ResourceFieldRef is { } resource)
        {
            var of = string.IsNullOrEmpty(resource.ContainerName) ? container : PodContainers.Find(pod.Spec, resource.ContainerName)?.Spec ?? container;
            return FieldValues.Resource(of, resource, node.Allocatable) ?? throw new ContainerConfigException($"unsupported container resource : {resource.Resource}");
        }
        if (from.ConfigMapKeyRef is { } mapKey)
        {
            var map = objects.ConfigMaps.GetValueOrDefault(mapKey.Name ?? "");
            if (map is null) { return mapKey.Optional == true ? null : throw Missing(pod, "configmap", mapKey.Name); }
            if (map.Data.TryGetValue(mapKey.Key, out var text)) { return text; }
            return mapKey.Optional == true ? null : throw NoKey(pod, "ConfigMap", mapKey.Name, mapKey.Key);
        }
        if (from.SecretKeyRef is { } secretKey)
        {
            var secret = objects.Secrets.GetValueOrDefault(secretKey.Name ?? "");
            if (secret is null) { return secretKey.Optional == true ? null : throw Missing(pod, "secret", secretKey.Name); }
            if (secret.Data.TryGetValue(secretKey.Key, out var bytes)) { return bytes.ToText(); }
            return secretKey.Optional == true ? null : throw NoKey(pod, "Secret", secretKey.Name, secretKey.Key);
        }
        return null;
    }

    private static ContainerConfigException Missing(Pod pod, string kind, string? name) =>
        new($"{kind} \"{name}\" not found");

    private static ContainerConfigException NoKey(Pod pod, string kind, string? name, string key) =>
        new($"couldn't find key {key} in {kind} {pod.Metadata.Namespace}/{name}");
}
