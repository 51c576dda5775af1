using System.Collections.Immutable;
using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What signers answer to requests for pods' certificates: once, and consistent with the certificate. Source: API reference, PodCertificateRequestStatus.</summary>
public static class PodCertificateStatusValidation
{
    private const int ChainBytesMax = 100 * 1024;
    private const string MustBeFree = "leaf certificate's DNSName should not ";
    private static readonly string[] _ends = ["Issued", "Denied", "Failed"];
    private static readonly string[] _times = ["notBefore", "notAfter", "beginRefreshAt"];
    private static readonly TimeSpan _clockSkew = TimeSpan.FromMinutes(5), _refreshMargin = TimeSpan.FromMinutes(10), _lifetimeMin = TimeSpan.FromHours(1);
    private static readonly FieldPath _status = FieldPath.Of("status");
    private static readonly FieldPath _chain = _status.Child("certificateChain");

    /// <summary>A changed status.</summary>
    public static void Check(ObjectNode value, ObjectNode old, DateTimeOffset now, FieldErrors errors)
    {
        var (status, before) = (value.Object("status"), old.Object("status"));
        Conditions(status.Items("conditions"), errors);
        if (!errors.IsEmpty) { return; }
        var end = End(status);
        if (End(before).Length > 0) { Same(status, before, "immutable after PodCertificateRequest is issued, denied, or failed", errors); }
        else if (end is "Denied" or "Failed") { Same(status.Remove("conditions"), ObjectNode.Empty, "non-condition status fields must be empty when denying or failing the PodCertificateRequest", errors); }
        else if (end == "Issued") { Issued(status, old.Object("spec"), now, errors); }
        else { Same(status, before, "status is immutable unless transitioning to \"Issued\", \"Denied\", or \"Failed\"", errors); }
    }

    private static string End(ObjectNode status) => status.Items("conditions").FirstOrDefault(static c => _ends.Contains(c.Text("type")) && c.Text("status") == "True").Text("type");

    private static void Same(ObjectNode status, ObjectNode wanted, string otherwise, FieldErrors errors)
    {
        if (!Immutability.Same(status, wanted)) { errors.Invalid(_status, otherwise); }
    }

    private static void Conditions(ArrayNode conditions, FieldErrors errors)
    {
        var path = _status.Child("conditions");
        for (var i = 0; i < conditions.Count; i++)
        {
            var (type, status) = (conditions[i].Text("type"), conditions[i].Text("status"));
            if (!_ends.Contains(type)) { errors.NotSupported(path.Index(i).Child("type"), type, [.. _ends]); continue; }
            if (i > 0) { errors.Invalid(path.Index(i).Child("type"), type, "There may be at most one condition with type \"Issued\", \"Denied\", or \"Failed\""); }
            if (status != "True") { errors.NotSupported(path.Index(i).Child("status"), status, "True"); }
        }
        StatusValidation.Conditions(conditions, path, errors);
    }

    private static void Issued(ObjectNode status, ObjectNode spec, DateTimeOffset now, FieldErrors errors)
    {
        var chain = status.Text("certificateChain");
        if (chain.Length > ChainBytesMax) { errors.TooLong(_chain, ChainBytesMax); return; }
        var (certificates, wrong) = Read(chain);
        try
        {
            if (certificates.Length == 0) { errors.Invalid(_chain, chain, wrong ?? "issued certificate chain must contain at least one certificate"); return; }
            Alternatives(certificates[0], errors);
            if (PodCertificateValidation.KeyOf(spec) is not { } key || !key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificates[0].PublicKey.ExportSubjectPublicKeyInfo()))
            {
                errors.Invalid(_chain, chain, "leaf certificate was not issued to the requested public key");
                return;
            }
            Times(status, certificates[0], spec, now, errors);
            if (errors.IsEmpty && wrong is not null) { errors.Invalid(_chain, chain, wrong); }
        }
        finally
        {
            foreach (var certificate in certificates) { certificate.Dispose(); }
        }
    }

    // Those before the first that is none, and what is wrong with that one.
    private static (ImmutableArray<X509Certificate2>, string? Wrong) Read(string chain)
    {
        var found = ImmutableArray.CreateBuilder<X509Certificate2>();
        var rest = chain.AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            if (rest[block.Label] is not "CERTIFICATE") { return (found.ToImmutable(), "issued certificate chain must consist entirely of CERTIFICATE PEM blocks"); }
            try { found.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[block.Base64Data].ToString()))); }
            catch (CryptographicException) { return (found.ToImmutable(), found.Count == 0 ? "leaf certificate does not parse as valid X.509" : "intermediate certificate does not parse as valid X.509"); }
            rest = rest[block.Location.End..];
        }
        return (found.ToImmutable(), null);
    }

    // What common clients choke on.
    private static void Alternatives(X509Certificate2 leaf, FieldErrors errors)
    {
        const string Names = "2.5.29.17";
        if (leaf.Extensions.FirstOrDefault(static e => e.Oid?.Value == Names) is not { } extension) { return; }
        foreach (var (isMail, name) in AlternativeNames(extension))
        {
            if (isMail) { if (!MailAddress.TryCreate(name, out _)) { errors.Invalid(_chain, name, "leaf certificate should not contain invalid EmailAddress"); } }
            else if (name.Length == 0) { errors.Invalid(_chain, name, "leaf certificate should not contain empty DNSName"); }
            else if (name.Contains("..", StringComparison.Ordinal)) { errors.Invalid(_chain, name, MustBeFree + "contain '..'"); }
            else if (name[0] == '.' || name[^1] == '.') { errors.Invalid(_chain, name, MustBeFree + "start or end with '.'"); }
        }
    }

    private static IEnumerable<(bool IsMail, string Name)> AlternativeNames(X509Extension extension)
    {
        const int Mail = 1, Dns = 2;
        var names = new System.Formats.Asn1.AsnReader(extension.RawData, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag.TagValue is Mail or Dns) { yield return (tag.TagValue == Mail, names.ReadCharacterString(System.Formats.Asn1.UniversalTagNumber.IA5String, tag)); }
            else { names.ReadEncodedValue(); }
        }
    }

    private static void Times(ObjectNode status, X509Certificate2 leaf, ObjectNode spec, DateTimeOffset now, FieldErrors errors)
    {
        foreach (var missing in _times.Where(t => status.Text(t).Length == 0))
        {
            errors.Required(_status.Child(missing), missing == "beginRefreshAt" ? "must be present and in the range [notbefore+10min, notafter-10min]" : "must be present and consistent with the issued certificate");
        }
        if (!errors.IsEmpty) { return; }
        var (starts, ends, refresh) = (Time(status, "notBefore"), Time(status, "notAfter"), Time(status, "beginRefreshAt"));
        var (leafStarts, leafEnds) = (new DateTimeOffset(leaf.NotBefore.ToUniversalTime()), new DateTimeOffset(leaf.NotAfter.ToUniversalTime()));
        var (lifetime, longest) = (leafEnds - leafStarts, TimeSpan.FromSeconds(spec.Number("maxExpirationSeconds") ?? 0));
        void Wrong(string field, string what) => errors.Invalid(_status.Child(field), status.Text(field), what);
        if (starts != leafStarts) { Wrong("notBefore", "must be set to the NotBefore time encoded in the leaf certificate"); }
        else if ((starts - now).Duration() >= _clockSkew) { Wrong("notBefore", "must be set to within 5 minutes of kube-apiserver's current time"); }
        else if (ends != leafEnds) { Wrong("notAfter", "must be set to the NotAfter time encoded in the leaf certificate"); }
        else if (lifetime < _lifetimeMin) { errors.Invalid(_chain, lifetime.ToString(), "leaf certificate lifetime must be >= 1 hour"); }
        else if (lifetime > longest) { errors.Invalid(_chain, lifetime.ToString(), $"leaf certificate lifetime must be <= spec.maxExpirationSeconds ({longest.TotalSeconds.ToString(CultureInfo.InvariantCulture)})"); }
        else if (refresh < starts + _refreshMargin) { Wrong("beginRefreshAt", "must be at least 10 minutes after status.notBefore"); }
        else if (refresh > ends - _refreshMargin) { Wrong("beginRefreshAt", "must be at least 10 minutes before status.notAfter"); }
    }

    private static DateTimeOffset Time(ObjectNode status, string field) => DateTimeOffset.Parse(status.Text(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
