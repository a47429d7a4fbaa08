//! Responses of the Query protocol, rewritten as the CBOR documents that AWS sends.
//!
//! Endpoints other than AWS's may speak only the Query protocol. The model has the types of all
//! members, so a response in XML becomes the document that the decoders of CBOR read.

use aws_smithy_types::base64;
use minicbor::Encoder;
use minicbor::data::IanaTag;

use crate::model::{Structure, Type};
use crate::protocol::timestamp::parse_iso8601;
use crate::protocol::xml::{Content, Document, Malformed};

/// A response as a CBOR document.
#[derive(Debug, PartialEq, Eq)]
pub struct CborResponse {
    pub document: Vec<u8>,
    pub request_id: Option<String>,
}

/// Rewrites a response whose members are those of `output`.
///
/// # Errors
///
/// If the response is not an XML document with the root of a response.
pub fn as_cbor(body: &[u8], output: &'static Structure) -> Result<CborResponse, Malformed> {
    let mut writer = Writer { xml: Document::new(body), cbor: Encoder::new(Vec::new()) };
    let mut request_id = None;
    writer.root()?;
    writer.cbor.begin_map()?;
    while let Some(element) = writer.xml.child()? {
        if element.ends_with(b"Result") {
            writer.members(output)?;
        } else if element == b"ResponseMetadata" {
            while let Some(part) = writer.xml.child()? {
                match part {
                    b"RequestId" => request_id = Some(writer.xml.text()?.into_owned()),
                    _ => writer.xml.skip()?,
                }
            }
        } else {
            // Some servers leave out the element around the result.
            writer.member(element, output)?;
        }
    }
    writer.cbor.end()?;
    Ok(CborResponse { document: writer.cbor.into_writer(), request_id })
}

struct Writer<'a> {
    xml: Document<'a>,
    cbor: Encoder<Vec<u8>>,
}

impl Writer<'_> {
    fn root(&mut self) -> Result<(), Malformed> {
        match self.xml.child()? {
            Some(name) if name.ends_with(b"Response") => Ok(()),
            Some(name) if name.contains(&0) => Err(Malformed::charset()),
            Some(name) => {
                let name = String::from_utf8_lossy(name);
                Err(Malformed(format!("its root element is '{name}', but should end in 'Response'")))
            }
            None => Err(Malformed("it contains no elements".to_owned())),
        }
    }

    /// Writes the current element's children as members of a structure, without the map around them.
    fn members(&mut self, of: &'static Structure) -> Result<(), Malformed> {
        while let Some(element) = self.xml.child()? {
            self.member(element, of)?;
        }
        Ok(())
    }

    fn member(&mut self, element: &[u8], of: &'static Structure) -> Result<(), Malformed> {
        if let Some(member) = of.members.iter().find(|member| member.element.as_bytes() == element) {
            self.cbor.str(member.name)?;
            return self.value(&member.of);
        }
        self.cbor.str(&String::from_utf8_lossy(element))?;
        self.unknown()
    }

    /// Writes the current element as a value of a type, and leaves the element.
    fn value(&mut self, of: &Type) -> Result<(), Malformed> {
        match of {
            Type::Structure(structure) => {
                self.cbor.begin_map()?;
                self.members(structure)?;
                self.cbor.end()?;
            }
            Type::List(list) | Type::Dimensions(list) | Type::Tags(list) => {
                self.cbor.begin_array()?;
                while self.xml.child()?.is_some() {
                    self.value(&list.item)?;
                }
                self.cbor.end()?;
            }
            Type::Map(of) => {
                self.cbor.begin_map()?;
                while self.xml.child()?.is_some() {
                    self.entry(of)?;
                }
                self.cbor.end()?;
            }
            scalar => {
                let text = self.xml.text()?;
                self.scalar(scalar, &text)?;
            }
        }
        Ok(())
    }

    /// Writes an entry of a map. The key comes first in all documents.
    fn entry(&mut self, of: &Type) -> Result<(), Malformed> {
        let mut key = None;
        while let Some(part) = self.xml.child()? {
            match (part, key.take()) {
                (b"key", _) => key = Some(self.xml.text()?.into_owned()),
                (b"value", Some(name)) => {
                    self.cbor.str(&name)?;
                    self.value(of)?;
                }
                (_, other) => {
                    key = other;
                    self.xml.skip()?;
                }
            }
        }
        Ok(())
    }

    /// Writes text as a value of a type; null if it is empty, and text if it has another form.
    fn scalar(&mut self, of: &Type, text: &str) -> Result<(), Malformed> {
        let trimmed = text.trim();
        let cbor = &mut self.cbor;
        match of {
            Type::Text(_) => cbor.str(text)?,
            _ if trimmed.is_empty() => cbor.null()?,
            Type::Integer(_) | Type::Long(_) => match whole(trimmed) {
                Some(number) => cbor.i64(number)?,
                None => cbor.str(text)?,
            },
            Type::Double(_) => match trimmed.parse() {
                Ok(number) => cbor.f64(number)?,
                Err(_) => cbor.str(text)?,
            },
            Type::Boolean if trimmed.eq_ignore_ascii_case("true") || trimmed == "1" => cbor.bool(true)?,
            Type::Boolean if trimmed.eq_ignore_ascii_case("false") || trimmed == "0" => cbor.bool(false)?,
            Type::Timestamp => match parse_iso8601(trimmed) {
                Some(time) => cbor.tag(IanaTag::Timestamp)?.f64(time.as_secs_f64())?,
                None => cbor.str(text)?,
            },
            Type::Blob => match base64::decode(trimmed) {
                Ok(bytes) => cbor.bytes(&bytes)?,
                Err(_) => cbor.str(text)?,
            },
            _ => cbor.str(text)?,
        };
        Ok(())
    }

    /// Writes an element that the model does not have: its text, a list of its `member` elements,
    /// or a map.
    fn unknown(&mut self) -> Result<(), Malformed> {
        if let Content::Text(text) = self.xml.content()? {
            self.cbor.str(&text)?;
            return Ok(());
        }
        let mut is_list = None;
        while let Some(element) = self.xml.child()? {
            let is_list = match is_list {
                Some(is_list) => is_list,
                None => self.begin(element == b"member", &mut is_list)?,
            };
            if !is_list {
                self.cbor.str(&String::from_utf8_lossy(element))?;
            }
            self.unknown()?;
        }
        self.cbor.end()?;
        Ok(())
    }

    /// Begins a list or a map when its first item is known.
    fn begin(&mut self, as_list: bool, is_list: &mut Option<bool>) -> Result<bool, Malformed> {
        *is_list = Some(as_list);
        if as_list {
            self.cbor.begin_array()?;
        } else {
            self.cbor.begin_map()?;
        }
        Ok(as_list)
    }
}

/// An integer, which some servers write as `60.0`.
fn whole(text: &str) -> Option<i64> {
    let text = text.split_once('.').map_or(text, |(number, zeros)| {
        if !zeros.is_empty() && zeros.bytes().all(|zero| zero == b'0') { number } else { text }
    });
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cloudwatch::{
        OP_DESCRIBE_ALARMS, OP_GET_METRIC_STATISTICS, OP_GET_METRIC_WIDGET_IMAGE, OP_PUT_METRIC_DATA,
    };
    use crate::protocol::cbor_text::format;

    fn shown(output: &'static Structure, body: &str) -> String {
        let response = as_cbor(body.as_bytes(), output).expect("it is a response");
        let document = format(&response.document, 1000).expect("it is CBOR");
        std::format!("{document} {}", response.request_id.unwrap_or_default())
    }

    #[test]
    fn members_get_the_types_of_the_model() {
        let body = "<DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms><member><AlarmName>a &amp; b</AlarmName>\
                    <Threshold>70</Threshold><Period>60</Period><ActionsEnabled>true</ActionsEnabled><AlarmActions/>\
                    <EvaluationPeriods/><Novel><member>1</member></Novel></member></MetricAlarms>\
                    </DescribeAlarmsResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>\
                    </DescribeAlarmsResponse>";
        assert_eq!(
            shown(OP_DESCRIBE_ALARMS.output, body),
            "{\"MetricAlarms\": [{\"AlarmName\": \"a & b\", \"Threshold\": 70, \"Period\": 60, \
             \"ActionsEnabled\": true, \"AlarmActions\": [], \"EvaluationPeriods\": null, \"Novel\": [\"1\"]}]} r-1"
        );
    }

    #[test]
    fn maps_times_and_bytes_are_converted() {
        let body = "<GetMetricStatisticsResponse><GetMetricStatisticsResult><Datapoints><member>\
                    <Timestamp>1970-01-01T00:01:00.500Z</Timestamp><ExtendedStatistics><entry><key>p90</key>\
                    <value>1.5E1</value></entry></ExtendedStatistics></member></Datapoints>\
                    </GetMetricStatisticsResult></GetMetricStatisticsResponse>";
        let document = shown(OP_GET_METRIC_STATISTICS.output, body);
        assert!(document.contains("60.5") && document.contains("\"p90\": 15"), "{document}");
        let image = "<R><X/></R>".replace('R', "GetMetricWidgetImageResponse");
        let image = image.replace("<X/>", "<MetricWidgetImage>AAE=</MetricWidgetImage>");
        let response = as_cbor(image.as_bytes(), OP_GET_METRIC_WIDGET_IMAGE.output).expect("it is a response");
        assert!(response.document.ends_with(&[0x42, 0, 1, 0xff]), "{:?}", response.document);
    }

    #[test]
    fn other_documents_are_refused() {
        for body in ["", "<html></html>", "<PutMetricDataResponse>", "{}"] {
            assert!(as_cbor(body.as_bytes(), OP_PUT_METRIC_DATA.output).is_err(), "{body}");
        }
        assert_eq!(shown(OP_PUT_METRIC_DATA.output, "<PutMetricDataResponse/>"), "{} ");
    }
}
