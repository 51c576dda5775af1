using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Keys;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Requests for pods' certificates, and the projections that lead to them. Source: API reference, PodCertificateRequest and PodCertificateProjection.</summary>
public static class PodCertificateValidation
{
    /// <summary>The resource.</summary>
    public const string Resource = "podcertificaterequests.certificates.k8s.io";
    private const int UidLengthMax = 128, KeyBytesMax = 10 * 1024, AnnotationsBytesMax = 256 * 1024;
    private const long LifetimeMinSeconds = 3600, LifetimeMaxSeconds = 91 * 24 * 3600, OwnLifetimeMaxSeconds = 24 * 3600;
    private const string KeyKinds = "unknown public key type; supported types are Ed25519, ECDSA, and RSA";
    private static readonly FieldPath _spec = FieldPath.Of("spec");

    /// <summary>Fields of a projection that say where a file goes.</summary>
    public static string[] Places { get; } = ["credentialBundlePath", "keyPath", "certificateChainPath"];

    /// <summary>A source of a projected volume.</summary>
    public static void Projection(ObjectNode source, FieldPath path, FieldErrors errors)
    {
        var signer = source.Text("signerName");
        Signer(signer, path.Child("signerName"), errors);
        Annotations(source.Object("userAnnotations"), path.Child("userAnnotations"), errors);
        if (!SubjectKey.Types.Contains(source.Text("keyType"))) { errors.NotSupported(path.Child("keyType"), source.Text("keyType"), [.. SubjectKey.Types]); }
        if (source.Number("maxExpirationSeconds") is { } seconds)
        {
            if (seconds < LifetimeMinSeconds) { errors.Invalid(path.Child("maxExpirationSeconds"), seconds, $"if provided, maxExpirationSeconds must be >= {LifetimeMinSeconds}"); }
            if (seconds > LifetimeMax(signer)) { errors.Invalid(path.Child("maxExpirationSeconds"), seconds, $"if provided, maxExpirationSeconds must be <= {LifetimeMax(signer)}"); }
        }
        foreach (var place in Places.Where(p => source.Text(p).Length > 0)) { Names.Check(Names.FilePath(source.Text(place)), path.Child(place), source.Text(place), errors); }
        if (Places.All(p => source.Text(p).Length == 0)) { errors.Required(path, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath"); }
    }

    /// <summary>What a new request says.</summary>
    public static void Request(ObjectNode spec, FieldErrors errors)
    {
        var signer = spec.Text("signerName");
        Signer(signer, _spec.Child("signerName"), errors);
        Annotations(spec.Object("unverifiedUserAnnotations"), _spec.Child("unverifiedUserAnnotations"), errors);
        foreach (var who in new[] { "pod", "serviceAccount", "node" })
        {
            Names.Check(Names.Subdomain(spec.Text(who + "Name")), _spec.Child(who + "Name"), spec.Text(who + "Name"), errors);
            var uid = spec.Text(who + "UID");
            if (uid.Length == 0) { errors.Invalid(_spec.Child(who + "UID"), uid, "must not be empty"); }
            if (uid.Length > UidLengthMax) { errors.TooLong(_spec.Child(who + "UID"), UidLengthMax); }
        }
        if (spec.Number("maxExpirationSeconds") is not { } seconds) { errors.Required(_spec.Child("maxExpirationSeconds"), "must be set"); return; }
        if (seconds < LifetimeMinSeconds || seconds > LifetimeMax(signer)) { errors.Invalid(_spec.Child("maxExpirationSeconds"), seconds, $"must be in the range [{LifetimeMinSeconds}, {LifetimeMax(signer)}]"); }
        switch (spec.Text("stubPKCS10Request").Length > 0, spec.Text("pkixPublicKey").Length > 0, spec.Text("proofOfPossession").Length > 0)
        {
            case (true, false, false): Stub(spec, errors); break;
            case (false, true, true): KeyAndProof(spec, errors); break;
            default: errors.Invalid(_spec, "exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be set"); break;
        }
    }

    /// <summary>The key that a request shows; null where it shows none.</summary>
    public static PublicKey? KeyOf(ObjectNode spec)
    {
        if (spec.Text("stubPKCS10Request") is { Length: > 0 }) { return SigningRequestDocument.Read(Bytes(spec, "stubPKCS10Request"))?.PublicKey; }
        try { return PublicKey.CreateFromSubjectPublicKeyInfo(Bytes(spec, "pkixPublicKey"), out _); }
        catch (CryptographicException) { return null; }
    }

    private static void Stub(ObjectNode spec, FieldErrors errors)
    {
        var (bytes, path) = (Bytes(spec, "stubPKCS10Request"), _spec.Child("stubPKCS10Request"));
        if (bytes.Length > KeyBytesMax) { errors.TooLong(path, KeyBytesMax); }
        else if (SigningRequestDocument.Read(bytes) is not { } request) { errors.Invalid(path, "must be a valid PKCS#10 CSR"); }
        else if (IsSupported(request.PublicKey, "P256, P384, or P521", path, errors) && !request.IsSigned()) { errors.Invalid(path, "invalid signature"); }
    }

    private static void KeyAndProof(ObjectNode spec, FieldErrors errors)
    {
        var (key, proof, path) = (Bytes(spec, "pkixPublicKey"), Bytes(spec, "proofOfPossession"), _spec.Child("pkixPublicKey"));
        if (key.Length > KeyBytesMax) { errors.TooLong(path, KeyBytesMax); }
        else if (proof.Length > KeyBytesMax) { errors.TooLong(_spec.Child("proofOfPossession"), KeyBytesMax); }
        else if (KeyOf(spec) is not { } read) { errors.Invalid(path, spec["pkixPublicKey"], "must be a valid PKIX-serialized public key"); }
        // Compat: P521 is taken, though the message does not name it.
        else if (IsSupported(read, "P256 or P384", path, errors) && !PossessionProof.Holds(read, Encoding.ASCII.GetBytes(spec.Text("podUID")), proof))
        {
            errors.Invalid(_spec.Child("proofOfPossession"), "could not verify proof-of-possession signature");
        }
    }

    private static bool IsSupported(PublicKey key, string curves, FieldPath path, FieldErrors errors)
    {
        if (key.Oid.Value == Ed25519Key.Identifier) { return true; }
        try
        {
            using var curve = key.GetECDsaPublicKey();
            if (curve is not null)
            {
                var size = curve.KeySize;
                var isNamed = curve.ExportParameters(false).Curve.Oid?.Value is "1.2.840.10045.3.1.7" or "1.3.132.0.34" or "1.3.132.0.35";
                if (!isNamed) { errors.Invalid(path, $"curve P-{size}", $"elliptic public keys must use curve {curves}"); }
                return isNamed;
            }
            using var rsa = key.GetRSAPublicKey();
            if (rsa is null) { errors.Invalid(path, KeyKinds); return false; }
            if (rsa.KeySize is 3072 or 4096) { return true; }
            errors.Invalid(path, $"{rsa.KeySize}-bit modulus", "RSA keys must have modulus size 3072 or 4096");
        }
        catch (CryptographicException) { errors.Invalid(path, KeyKinds); }
        return false;
    }

    private static void Signer(string signer, FieldPath path, FieldErrors errors)
    {
        if (signer.Length == 0) { errors.Required(path); }
        else { CertificateValidation.SignerName(signer, path, errors); }
    }

    private static void Annotations(ObjectNode annotations, FieldPath path, FieldErrors errors)
    {
        var size = 0;
        foreach (var (name, value) in annotations.Fields)
        {
            var key = name.ToLowerInvariant();
            if (key.Length == 0) { errors.Required(path); }
            else if (Names.Qualified(key) is { } wrong) { errors.Invalid(path, key, wrong); }
            else if (key.Split('/').Length != 2) { errors.Invalid(path, key, "must be a domain-prefixed key (such as \"acme.io/foo\")"); }
            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount((value as StringNode)?.Value ?? "");
        }
        if (size > AnnotationsBytesMax) { errors.TooLong(path, AnnotationsBytesMax); }
    }

    private static long LifetimeMax(string signer) =>
        signer.Split('/')[0] is var domain && (domain == "kubernetes.io" || domain.EndsWith(".kubernetes.io", StringComparison.Ordinal)) ? OwnLifetimeMaxSeconds : LifetimeMaxSeconds;

    private static byte[] Bytes(ObjectNode spec, string field)
    {
        try { return Convert.FromBase64String(spec.Text(field)); }
        catch (FormatException) { return []; }
    }
}
