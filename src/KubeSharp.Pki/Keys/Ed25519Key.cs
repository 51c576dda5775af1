using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Keys;

/// <summary>A private key of Ed25519, which the class library has not; OpenSSL calculates. Source: RFC 8032, RFC 8410.</summary>
public sealed class Ed25519Key
{
    /// <summary>The algorithm in certificates.</summary>
    public const string Identifier = "1.3.101.112";
    private const int KeyLength = 32, SignatureLength = 64;
    private readonly byte[] _seed;

    private Ed25519Key(byte[] seed)
    {
        _seed = seed;
        PublicKey = new PublicKey(new Oid(Identifier), null, new AsnEncodedData(PublicBytes(seed)));
    }

    /// <summary>Its public half.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>A new key.</summary>
    /// <exception cref="CryptographicException">The machine's OpenSSL knows no Ed25519.</exception>
    public static Ed25519Key Create() => new(RandomNumberGenerator.GetBytes(KeyLength));

    /// <summary>The signature of data, of 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var (key, context) = (Ed25519Native.NewPrivateKey(Ed25519Native.Algorithm, 0, _seed, KeyLength), Ed25519Native.NewContext());
        try
        {
            var (signature, length) = (new byte[SignatureLength], (nuint)SignatureLength);
            Check(key != 0 && context != 0 && Ed25519Native.BeginSign(context, 0, 0, 0, key) == 1 && Ed25519Native.Sign(context, signature, ref length, data, (nuint)data.Length) == 1);
            return signature;
        }
        finally { Free(key, context); }
    }

    /// <summary>Whether the signature is that of the public key's owner over the data.</summary>
    public static bool Verify(PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var bytes = key.EncodedKeyValue.RawData;
        if (bytes.Length != KeyLength || signature.Length != SignatureLength) { return false; }
        var (native, context) = (Ed25519Native.NewPublicKey(Ed25519Native.Algorithm, 0, bytes, KeyLength), Ed25519Native.NewContext());
        try
        {
            return native != 0 && context != 0 && Ed25519Native.BeginVerify(context, 0, 0, 0, native) == 1
                && Ed25519Native.Verify(context, signature, SignatureLength, data, (nuint)data.Length) == 1;
        }
        finally { Free(native, context); }
    }

    /// <summary>The key as PKCS#8 in PEM.</summary>
    public string ExportPkcs8PrivateKeyPem()
    {
        var (inner, outer) = (new AsnWriter(AsnEncodingRules.DER), new AsnWriter(AsnEncodingRules.DER));
        inner.WriteOctetString(_seed);
        using (outer.PushSequence())
        {
            outer.WriteInteger(0);
            using (outer.PushSequence()) { outer.WriteObjectIdentifier(Identifier); }
            outer.WriteOctetString(inner.Encode());
        }
        return PemEncoding.WriteString("PRIVATE KEY", outer.Encode());
    }

    private static byte[] PublicBytes(byte[] seed)
    {
        var key = Ed25519Native.NewPrivateKey(Ed25519Native.Algorithm, 0, seed, KeyLength);
        try
        {
            var (bytes, length) = (new byte[KeyLength], (nuint)KeyLength);
            Check(key != 0 && Ed25519Native.GetPublicKey(key, bytes, ref length) == 1);
            return bytes;
        }
        finally { Free(key, 0); }
    }

    private static void Check(bool done)
    {
        if (!done) { throw new CryptographicException("OpenSSL has not done what an Ed25519 key needs"); }
    }

    // OpenSSL frees nothing where there is nothing.
    private static void Free(nint key, nint context)
    {
        Ed25519Native.FreeContext(context);
        Ed25519Native.FreeKey(key);
    }
}
