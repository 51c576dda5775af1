using System.Net.Http.Headers;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authorization.Configured;

/// <summary>A webhook that decides what users may do. Source: apiserver.config.k8s.io/v1 WebhookConfiguration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Endpoint">Where it is; null: the configuration is wrong.</param>
public sealed record WebhookAuthorizerOptions(string Name, WebhookEndpoint? Endpoint)
{
    private static readonly TimeSpan _timeoutMax = TimeSpan.FromSeconds(30);

    /// <summary>The version of SubjectAccessReview it is sent: v1 or v1beta1.</summary>
    public string Version { get; init; } = "v1";
    /// <summary>How long a call may take; default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
    /// <summary>How long what it allows counts; zero: it is asked each time; default 5 minutes.</summary>
    public TimeSpan AllowedLifetime { get; init; } = TimeSpan.FromMinutes(5);
    /// <summary>How long what it does not allow counts; default 30 s.</summary>
    public TimeSpan RefusedLifetime { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>A call, or a match condition, that fails is a refusal (failurePolicy Deny); else it says nothing.</summary>
    public bool DeniesOnFailure { get; init; }
    /// <summary>Which requests it is asked about.</summary>
    public AuthorizerConditions Conditions { get; init; } = AuthorizerConditions.None;

    /// <summary>Reads the webhook of an authorizer and notes what is wrong; upstream names the fields by their authorizer's path.</summary>
    public static WebhookAuthorizerOptions Read(string name, ObjectNode value, FieldPath path, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(value, path.Child("webhook"), errors, "authorizedTTL", "cacheAuthorizedRequests", "unauthorizedTTL", "cacheUnauthorizedRequests", "timeout",
            "subjectAccessReviewVersion", "matchConditionSubjectAccessReviewVersion", "failurePolicy", "connectionInfo", "matchConditions");
        var (version, policy, conditions) = (value.Text("subjectAccessReviewVersion"), value.Text("failurePolicy"), value.Items("matchConditions"));
        var timeout = Time(value, "timeout", path, errors);
        if (timeout == TimeSpan.Zero) { errors.Required(path.Child("timeout")); }
        else if (timeout > _timeoutMax) { errors.Invalid(path.Child("timeout"), value["timeout"], "must be > 0s and <= 30s"); }
        if (version.Length == 0) { errors.Required(path.Child("subjectAccessReviewVersion")); }
        else if (version is not ("v1" or "v1beta1")) { errors.NotSupported(path.Child("subjectAccessReviewVersion"), version, "v1", "v1beta1"); }
        var conditionVersion = value.Text("matchConditionSubjectAccessReviewVersion");
        if (conditionVersion.Length == 0 && conditions.Count > 0) { errors.Required(path.Child("matchConditionSubjectAccessReviewVersion"), "required if match conditions are specified"); }
        else if (conditionVersion is not ("" or "v1")) { errors.NotSupported(path.Child("matchConditionSubjectAccessReviewVersion"), conditionVersion, "v1"); }
        if (policy.Length == 0) { errors.Required(path.Child("failurePolicy")); }
        else if (policy is not ("NoOpinion" or "Deny")) { errors.NotSupported(path.Child("failurePolicy"), policy, "NoOpinion", "Deny"); }
        return new(name, Connect(value.Object("connectionInfo"), path.Child("connectionInfo"), errors))
        {
            Version = version,
            Timeout = timeout,
            AllowedLifetime = Lifetime(value, "authorizedTTL", "cacheAuthorizedRequests", TimeSpan.FromMinutes(5), path, errors),
            RefusedLifetime = Lifetime(value, "unauthorizedTTL", "cacheUnauthorizedRequests", TimeSpan.FromSeconds(30), path, errors),
            DeniesOnFailure = policy == "Deny",
            Conditions = AuthorizerConditions.Read(conditions, path.Child("matchConditions"), errors),
        };
    }

    private static TimeSpan Time(ObjectNode value, string field, FieldPath path, FieldErrors errors)
    {
        if (ConfigurationDocument.Duration(value, field) is { } read && read >= TimeSpan.Zero) { return read; }
        errors.Invalid(path.Child(field), value[field], "must be > 0s");
        return TimeSpan.FromSeconds(1);
    }

    private static TimeSpan Lifetime(ObjectNode value, string field, string isKept, TimeSpan fallback, FieldPath path, FieldErrors errors)
    {
        var read = Time(value, field, path, errors);
        return value[isKept] is BooleanNode { Value: false } ? TimeSpan.Zero : read == TimeSpan.Zero ? fallback : read;
    }

    private static WebhookEndpoint? Connect(ObjectNode value, FieldPath path, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(value, path, errors, "type", "kubeConfigFile");
        var (type, file) = (value.Text("type"), value.Text("kubeConfigFile"));
        switch (type)
        {
            case "": errors.Required(path.Child("type")); return null;
            case "KubeConfigFile" when file.Length == 0: errors.Required(path.Child("kubeConfigFile")); return null;
            case "KubeConfigFile" when !Path.IsPathRooted(file): errors.Invalid(path.Child("kubeConfigFile"), file, "must be an absolute path"); return null;
            case "KubeConfigFile":
                try { return WebhookConfigurationFile.Read(file); }
                catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
                {
                    errors.Invalid(path.Child("kubeConfigFile"), file, $"error loading file: {e.Message}");
                    return null;
                }
            // Compat: InClusterConfig is for API servers that run as pods of another cluster and find their credentials in the pod.
            case "InClusterConfig" when file.Length > 0: errors.Invalid(path.Child("kubeConfigFile"), file, "can only be set when type=KubeConfigFile"); return null;
            case "InClusterConfig": return InCluster(path, errors);
            default: errors.NotSupported(path.Child("type"), type, "InClusterConfig", "KubeConfigFile"); return null;
        }
    }

    private static WebhookEndpoint? InCluster(FieldPath path, FieldErrors errors)
    {
        const string folder = "/var/run/secrets/kubernetes.io/serviceaccount";
        var (host, port) = (Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"), Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"));
        if (host is null || port is null || !File.Exists(folder + "/token"))
        {
            errors.Invalid(path.Child("type"), "InClusterConfig", "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined");
            return null;
        }
        var address = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}/apis/authorization.k8s.io/v1/subjectaccessreviews");
        return new WebhookEndpoint(address) { Authorities = File.ReadAllText(folder + "/ca.crt"), Credentials = new WebhookCredentials { Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(folder + "/token").Trim()) } };
    }
}
