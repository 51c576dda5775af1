using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Long-lived tokens in secrets: on which day each was last used, and which do not hold any more. Source: Managing Service Accounts, legacy ServiceAccount token tracking and cleaner.</summary>
public sealed class LegacyTokens(IObjects objects, TimeProvider time)
{
    private const string LastUsed = "kubernetes.io/legacy-token-last-used", InvalidSince = "kubernetes.io/legacy-token-invalid-since", Type = "kubernetes.io/service-account-token";
    private const string Place = "kube-system", Tracking = "kube-apiserver-legacy-service-account-token-tracking", Since = "since", Format = "yyyy-MM-dd";
    private readonly ConcurrentDictionary<string, string> _writing = new(StringComparer.Ordinal);

    /// <summary>Says in a ConfigMap since when uses are written down, where nothing does.</summary>
    public static async ValueTask EnsureTrackingAsync(IObjects objects, TimeProvider time, CancellationToken cancellation)
    {
        var today = ObjectNode.Of((Since, Day(time)));
        if (objects.Get("configmaps", Place, Tracking) is null)
        {
            try
            {
                await objects.CreateAsync("configmaps", ObjectNode.Of(("kind", "ConfigMap"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", Tracking), ("namespace", Place))), ("data", today)), cancellation).ConfigureAwait(false);
                return;
            }
            catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { }
        }
        await objects.UpdateAsync("configmaps", Place, Tracking, there => IsDay(there.TextAt("data", Since)) ? null : there.Set("data", today), cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes down that the token of a secret is used; why it does not hold, empty where it does. Another token that is bound to the secret is none of this.</summary>
    public string Use(ObjectNode secret, string token)
    {
        if (secret.TextAt("type") != Type || secret.TextAt("data", "token") != Convert.ToBase64String(Encoding.UTF8.GetBytes(token))) { return ""; }
        var (ns, name, today) = (secret.TextAt("metadata", "namespace")!, secret.TextAt("metadata", "name")!, Day(time));
        if (secret.TextAt("metadata", "labels", LastUsed) != today && _writing.TryAdd($"{ns}/{name}", today)) { _ = WriteAsync(ns, name, today); }
        return string.IsNullOrEmpty(secret.TextAt("metadata", "labels", InvalidSince)) ? ""
            : $"the token in secret {ns}/{name} for service account {ns}/{secret.TextAt("metadata", "annotations", "kubernetes.io/service-account.name")} has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the '{InvalidSince}' label from the secret to temporarily allow use of this token";
    }

    private async Task WriteAsync(string ns, string name, string today)
    {
        try
        {
            await objects.UpdateAsync("secrets", ns, name, there => there.TextAt("metadata", "labels", LastUsed) == today ? null : (ObjectNode)there.With(["metadata", "labels", LastUsed], today), default).ConfigureAwait(false);
        }
        // The next use tries again.
        catch (Exception e) when (e is StatusException or IOException or OperationCanceledException or ObjectDisposedException) { }
        finally { _writing.TryRemove($"{ns}/{name}", out _); }
    }

    private static string Day(TimeProvider time) => time.GetUtcNow().ToString(Format, CultureInfo.InvariantCulture);

    private static bool IsDay(string? text) => DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
