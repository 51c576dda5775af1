using System.Collections.Frozen;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>
/// What --egress-selector-config-file names. Source: apiserver.k8s.io/v1beta1 EgressSelectorConfiguration. Compat: mistakes are told at upstream's paths, which
/// name no item. Beyond it: a tunnel by GRPC, and one to etcd, are refused rather than passed by.
/// </summary>
public static class EgressSelectorFile
{
    private const string Group = "apiserver.k8s.io", Direct = "Direct", HttpConnect = "HTTPConnect", Grpc = "GRPC";
    private static readonly FieldPath _place = FieldPath.Of("service").Child("connection");

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">All that is wrong with it.</exception>
    public static Egress Read(string yaml)
    {
        var document = ConfigurationDocument.ReadOf(Group, yaml, "EgressSelectorConfiguration", "v1beta1", "v1alpha1");
        var (errors, selections) = (new FieldErrors(), document.Items("egressSelections"));
        ConfigurationDocument.CheckFields(document, null, errors, "kind", "apiVersion", "egressSelections");
        foreach (var selection in selections) { CheckConnection(selection.Object("connection"), errors); }
        CheckNames([.. selections.Select(static s => s.Text("name").ToLowerInvariant())], errors);
        ConfigurationDocument.ThrowIfAny(errors);
        var tunnelled = selections.Where(static s => s.Object("connection").Text("proxyProtocol") != Direct).ToDictionary(static s => Enum.Parse<EgressKind>(s.Text("name"), ignoreCase: true), static s => s.Object("connection"));
        if (tunnelled.ContainsKey(EgressKind.Etcd)) { throw new FormatException("egressSelections: etcd is reached directly only"); }
        if (tunnelled.Values.Any(static c => c.Text("proxyProtocol") == Grpc)) { throw new FormatException($"egressSelections: {Grpc} is not spoken; use {HttpConnect}"); }
        return new(tunnelled.ToFrozenDictionary(static t => t.Key, static t => Tunnel(t.Value.Object("transport"))));
    }

    private static void CheckNames(string[] names, FieldErrors errors)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names.AsSpan(0, i).Contains(names[i])) { errors.Duplicate(_place.Index(i), names[i]); }
            else if (!Enum.GetNames<EgressKind>().Contains(names[i], StringComparer.OrdinalIgnoreCase)) { errors.NotSupported(_place, names[i], "cluster", "controlplane", "etcd"); }
        }
    }

    private static void CheckConnection(ObjectNode connection, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(connection, _place, errors, "proxyProtocol", "transport");
        var (protocol, transport) = (connection.Text("proxyProtocol"), connection["transport"] as ObjectNode);
        if (protocol is not (Direct or HttpConnect or Grpc)) { errors.NotSupported(_place.Child("protocol"), protocol, Direct, HttpConnect, Grpc); }
        else if (protocol == Direct)
        {
            if (transport is not null) { errors.Invalid(_place.Child("transport"), "direct", "config must be absent for direct connect"); }
        }
        else if (transport is null) { errors.Required(_place.Child("transport"), $"transport must be set for {protocol}"); }
        else { CheckTransport(protocol, transport["tcp"] as ObjectNode, transport["uds"] as ObjectNode, errors); }
    }

    private static void CheckTransport(string protocol, ObjectNode? tcp, ObjectNode? uds, FieldErrors errors)
    {
        switch (protocol, tcp, uds)
        {
            case (Grpc, _, null): errors.Required(_place.Child("uds"), "UDS must be set with GRPC"); break;
            case (HttpConnect, not null, not null): errors.Invalid(_place.Child("tcp"), tcp, "TCP and UDS cannot both be set"); break;
            case (_, _, { } file):
                if (file.Text("udsName").Length == 0) { errors.Invalid(_place.Child("udsName"), "nil", "must be present for UDS connections"); }
                break;
            case (_, { } url, _): CheckTcp(url, errors); break;
            default: errors.Required(_place.Child("tcp"), "One of TCP or UDS must be set"); break;
        }
    }

    private static void CheckTcp(ObjectNode tcp, FieldErrors errors)
    {
        var (url, tls) = (tcp.Text("url"), tcp["tlsConfig"] as ObjectNode);
        var place = _place.Child("tlsConfig");
        if (url.StartsWith("http://", StringComparison.Ordinal))
        {
            if (tls is not null) { errors.Invalid(place, "nil", "config must not be present when using HTTP"); }
            return;
        }
        if (!url.StartsWith("https://", StringComparison.Ordinal)) { errors.Invalid(_place.Child("url"), url, "supported connection protocols are http:// and https://"); return; }
        if (tls is null) { errors.Required(place, "TLSConfig must be present when using HTTPS"); return; }
        if (tls.Text("caBundle") is { Length: > 0 } bundle && !File.Exists(bundle)) { errors.Invalid(place.Child("caBundle"), bundle, "TLS config ca bundle does not exist"); }
        foreach (var (name, missing, gone) in (ReadOnlySpan<(string, string, string)>)
            [("clientCert", "Using TLS requires clientCert", "TLS client cert does not exist"), ("clientKey", "Using TLS requires requires clientKey", "TLS client key does not exist")])
        {
            if (tls.Text(name) is not { Length: > 0 } file) { errors.Invalid(place.Child(name), "nil", missing); }
            else if (!File.Exists(file)) { errors.Invalid(place.Child(name), file, gone); }
        }
    }

    private static ConnectTunnel Tunnel(ObjectNode transport)
    {
        if (transport["uds"] is ObjectNode uds) { return new(new UnixDomainSocketEndPoint(uds.Text("udsName")), null); }
        var tcp = transport.Object("tcp");
        if (!Uri.TryCreate(tcp.Text("url"), UriKind.Absolute, out var url)) { throw new FormatException($"invalid proxy server url \"{tcp.Text("url")}\""); }
        return new(new DnsEndPoint(url.Host, url.Port), tcp["tlsConfig"] is ObjectNode tls ? Secured(tls, url.Host) : null);
    }

    private static SslClientAuthenticationOptions Secured(ObjectNode tls, string host)
    {
        try
        {
            var own = X509Certificate2.CreateFromPemFile(tls.Text("clientCert"), tls.Text("clientKey"));
            var options = new SslClientAuthenticationOptions { TargetHost = tls.Text("tlsServerName") is { Length: > 0 } name ? name : host, ClientCertificates = [own], LocalCertificateSelectionCallback = (_, _, _, _, _) => own };
            X509Certificate2Collection? authorities = null;
            if (tls.Text("caBundle") is { Length: > 0 } bundle) { (authorities = []).ImportFromPemFile(bundle); }
            options.CertificateChainPolicy = CertificateTrust.By(authorities);
            return options;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException) { throw new FormatException($"failed to read key pair {tls.Text("clientCert")} & {tls.Text("clientKey")}, got {e.Message}", e); }
    }
}
