using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Configuration;

/// <summary>
/// The file of --admission-control-config-file: what each plug-in is told, in place or in a file beside it. Source: Admission Control in Kubernetes;
/// API reference of apiserver.config.k8s.io, AdmissionConfiguration.
/// </summary>
public static class AdmissionConfigurationFile
{
    private const string ImagePolicy = "imagePolicy", NodeSelectors = "podNodeSelectorPluginConfig";
    private const int KeysMax = 4096;
    private static readonly string[] _eventTypes = ["Namespace", "Server", "SourceAndObject", "User"];

    /// <summary>Reads the text; <paramref name="readFile"/> reads a file by the path that the text names.</summary>
    /// <exception cref="FormatException">It does not hold: all that is wrong, each with its field.</exception>
    public static AdmissionSettings Read(string yaml, Func<string, string> readFile)
    {
        if (Unversioned(yaml) is { } old) { return old; }
        var document = ConfigurationDocument.Read(yaml, "AdmissionConfiguration", "v1", "v1alpha1");
        var errors = new FieldErrors();
        ConfigurationDocument.CheckFields(document, null, errors, "apiVersion", "kind", "plugins");
        var settings = AdmissionSettings.None;
        var plugins = document.Items("plugins");
        for (var i = 0; i < plugins.Count; i++)
        {
            ConfigurationDocument.CheckFields(plugins[i], FieldPath.Of("plugins").Index(i), errors, "name", "path", "configuration");
            settings = Add(settings, plugins[i].Text("name"), Told(plugins[i], readFile), errors);
        }
        ConfigurationDocument.ThrowIfAny(errors);
        return settings;
    }

    // Compat: the whole file may be what one of the two oldest plug-ins is told.
    private static AdmissionSettings? Unversioned(string yaml)
    {
        if (Yaml.Read(yaml) is not ObjectNode { } document || document.Has("apiVersion") || document.Has("kind") || !(document.Has(ImagePolicy) || document.Has(NodeSelectors))) { return null; }
        var settings = document.Has(NodeSelectors) ? WithNodeSelectors(AdmissionSettings.None, document) : AdmissionSettings.None;
        return document.Has(ImagePolicy) ? settings with { ImagePolicy = ImagePolicySettings.Read(document.Object(ImagePolicy)) } : settings;
    }

    private static AdmissionSettings WithNodeSelectors(AdmissionSettings settings, ObjectNode told) =>
        settings with { NodeSelectors = told.Object(NodeSelectors).Where(static f => f.Value is StringNode).ToImmutableDictionary(static f => f.Key, static f => ((StringNode)f.Value).Value, StringComparer.Ordinal) };

    private static ObjectNode Told(Node plugin, Func<string, string> readFile) =>
        !plugin.Has("configuration") && plugin.Text("path") is { Length: > 0 } path ? Yaml.Read(readFile(path)) as ObjectNode ?? ObjectNode.Empty : plugin.Object("configuration");

    private static AdmissionSettings Add(AdmissionSettings settings, string plugin, ObjectNode told, FieldErrors errors)
    {
        switch (plugin)
        {
            case "EventRateLimit":
                Require(told, plugin, "Configuration", "eventratelimit.admission.k8s.io/v1alpha1");
                return settings with { EventLimits = EventLimits(told, errors) };
            case "PodSecurity":
                Require(told, plugin, "PodSecurityConfiguration", "pod-security.admission.config.k8s.io/v1", "pod-security.admission.config.k8s.io/v1beta1");
                return settings with { PodSecurity = PodSecuritySettings.Read(told, errors) };
            case "PodNodeSelector": return WithNodeSelectors(settings, told);
            case "PodTolerationRestriction":
                Require(told, plugin, "Configuration", "podtolerationrestriction.admission.k8s.io/v1alpha1");
                return settings with { Tolerations = TolerationSettings.Read(told, errors) };
            case "ResourceQuota":
                if (told.Text("kind") != "ResourceQuotaConfiguration" || told.Text("apiVersion") != "apiserver.config.k8s.io/v1") { Require(told, plugin, "Configuration", "resourcequota.admission.k8s.io/v1beta1", "resourcequota.admission.k8s.io/v1alpha1"); }
                return settings with { LimitedResources = LimitedResource.Read(told, errors) };
            case "ImagePolicyWebhook": return settings with { ImagePolicy = ImagePolicySettings.Read(told.Object(ImagePolicy)) };
            case "MutatingAdmissionWebhook": return settings with { MutatingUsers = Users(told, plugin, errors) };
            case "ValidatingAdmissionWebhook": return settings with { ValidatingUsers = Users(told, plugin, errors) };
            default: throw new FormatException($"the admission plug-in {plugin} has no configuration here");
        }
    }

    private static WebhookUsers Users(ObjectNode told, string plugin, FieldErrors errors)
    {
        const string File = "kubeConfigFile";
        // Compat: the older version calls the kind otherwise.
        if (told.Text("apiVersion") != "apiserver.config.k8s.io/v1alpha1" || told.Text("kind") != "WebhookAdmission") { Require(told, plugin, "WebhookAdmissionConfiguration", "apiserver.config.k8s.io/v1"); }
        ConfigurationDocument.CheckFields(told, null, errors, "apiVersion", "kind", File);
        var path = told.Text(File);
        if (path.Length == 0) { return WebhookUsers.None; }
        if (Path.IsPathRooted(path)) { return WebhookUsers.Read(path); }
        errors.Invalid(FieldPath.Of(File), path, "must be an absolute file path");
        return WebhookUsers.None;
    }

    private static void Require(ObjectNode told, string plugin, string kind, params ReadOnlySpan<string> versions)
    {
        if (told.Text("kind") == kind && versions.Contains(told.Text("apiVersion"))) { return; }
        throw new FormatException($"{plugin}: no kind \"{told.Text("kind")}\" is registered for version \"{told.Text("apiVersion")}\"; known: {kind} of {string.Join(", ", versions.ToArray())}");
    }

    private static ImmutableArray<EventLimit> EventLimits(ObjectNode told, FieldErrors errors)
    {
        var (limits, path) = (told.Items("limits"), FieldPath.Of("limits"));
        ConfigurationDocument.CheckFields(told, null, errors, "apiVersion", "kind", "limits");
        if (limits.Count == 0) { errors.Invalid(path, told["limits"], "must not be empty"); }
        var read = ImmutableArray.CreateBuilder<EventLimit>();
        for (var i = 0; i < limits.Count; i++)
        {
            var (limit, at) = (limits[i], path.Index(i));
            var (type, rate, burst, keys) = (limit.Text("type"), limit.Number("qps") ?? 0, limit.Number("burst") ?? 0, limit.Number("cacheSize") ?? 0);
            ConfigurationDocument.CheckFields(limit, at, errors, "type", "qps", "burst", "cacheSize");
            if (!_eventTypes.Contains(type)) { errors.NotSupported(at.Child("type"), type, _eventTypes); }
            if (burst is <= 0 or > int.MaxValue) { errors.Invalid(at.Child("burst"), burst, "must be positive"); }
            if (rate is <= 0 or > int.MaxValue) { errors.Invalid(at.Child("qps"), rate, "must be positive"); }
            if (type != "Server" && keys is < 0 or > int.MaxValue) { errors.Invalid(at.Child("cacheSize"), keys, "must not be negative"); }
            read.Add(new EventLimit(type, (int)Math.Clamp(rate, 1, int.MaxValue), (int)Math.Clamp(burst, 1, int.MaxValue), keys is > 0 and <= int.MaxValue ? (int)keys : KeysMax));
        }
        return read.ToImmutable();
    }
}
