using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.Configuration;

/// <summary>Whom ImagePolicyWebhook asks about images, and how. Source: Admission Control in Kubernetes, ImagePolicyWebhook, configuration file format.</summary>
/// <param name="Endpoint">The webhook.</param>
public sealed record ImagePolicySettings(WebhookEndpoint Endpoint)
{
    /// <summary>How long a yes is kept; zero: it is not.</summary>
    public required TimeSpan AllowedKept { get; init; }
    /// <summary>How long a no is kept; zero: it is not.</summary>
    public required TimeSpan DeniedKept { get; init; }
    /// <summary>How long it waits before it asks again after a failure that may pass.</summary>
    public required TimeSpan Backoff { get; init; }
    /// <summary>Whether images are taken where the webhook cannot be asked.</summary>
    public bool IsDefaultAllowed { get; init; }

    /// <summary>Reads the object under imagePolicy.</summary>
    /// <exception cref="FormatException">A time is out of its range, or the kubeconfig names no webhook.</exception>
    /// <exception cref="IOException">The kubeconfig cannot be read.</exception>
    public static ImagePolicySettings Read(ObjectNode policy)
    {
        var backoff = Time(policy, "retryBackoff", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5), "between 1ns and 5m0s") ?? TimeSpan.FromMilliseconds(500);
        var allowed = Kept(policy, "allowTTL") ?? TimeSpan.FromMinutes(5);
        var denied = Kept(policy, "denyTTL") ?? TimeSpan.FromSeconds(30);
        return new(WebhookConfigurationFile.Read(policy.Text("kubeConfigFile"))) { Backoff = backoff, AllowedKept = allowed, DeniedKept = denied, IsDefaultAllowed = policy.IsTrue("defaultAllow") };
    }

    private static TimeSpan? Kept(ObjectNode policy, string field) => Time(policy, field, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30), "between 1s and 30m0s");

    // Null, where nothing is said or 0: the default; -1 is none.
    private static TimeSpan? Time(ObjectNode policy, string field, TimeSpan unit, TimeSpan most, string range) => policy.Number(field) switch
    {
        null or 0 => null,
        -1 => TimeSpan.Zero,
        > 0 and var said when said <= most / unit => unit * said,
        var said => throw new FormatException($"valid value is {range}, got {said}{(unit.TotalSeconds < 1 ? "ms" : "s")}"),
    };
}
