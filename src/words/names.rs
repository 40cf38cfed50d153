//! The names of the library's closed values that sentences are made of. Numbers are not in here.

use super::{Terms, Words};
use crate::{
    agreement::SourceClass,
    leads::{ActivityKind, Dimension, Stage},
    time::CalendarSystem,
};

impl Words {
    pub const fn stage(&self, stage: Stage) -> &'static str {
        match stage {
            Stage::Lead => self.stage_lead,
            Stage::Mql => self.stage_mql,
            Stage::Sal => self.stage_sal,
            Stage::Sql => self.stage_sql,
            Stage::Opportunity => self.stage_opportunity,
            Stage::Customer => self.stage_customer,
        }
    }

    pub const fn dimension(&self, dimension: Dimension) -> &'static str {
        match dimension {
            Dimension::Source => self.dim_source,
            Dimension::Campaign => self.dim_campaign,
            Dimension::Owner => self.dim_owner,
            Dimension::Reason => self.dim_reason,
            Dimension::Persona => self.dim_persona,
            Dimension::JobTitle => self.dim_job_title,
            Dimension::Industry => self.dim_industry,
            Dimension::Country => self.dim_country,
            Dimension::CompanySize => self.dim_company_size,
            Dimension::Product => self.dim_product,
            Dimension::Region => self.dim_region,
            Dimension::Manager => self.dim_manager,
            Dimension::DealStage => self.dim_deal_stage,
        }
    }

    pub const fn class(&self, class: Option<SourceClass>) -> &'static str {
        match class {
            Some(SourceClass::Marketing) => self.class_marketing,
            Some(SourceClass::Sales) => self.class_sales,
            Some(SourceClass::Partner) => self.class_partner,
            None => self.class_unclassified,
        }
    }

    pub const fn calendar(&self, calendar: CalendarSystem) -> &'static str {
        match calendar {
            CalendarSystem::Gregorian => self.calendar_gregorian,
            CalendarSystem::Persian => self.calendar_persian,
        }
    }
}

impl Terms {
    pub const fn activity(&self, kind: ActivityKind) -> &'static str {
        match kind {
            ActivityKind::Call => self.act_call,
            ActivityKind::Voicemail => self.act_voicemail,
            ActivityKind::Email => self.act_email,
            ActivityKind::Meeting => self.act_meeting,
            ActivityKind::PageView => self.act_page_view,
            ActivityKind::Download => self.act_download,
            ActivityKind::FormFill => self.act_form_fill,
            ActivityKind::Task => self.act_task,
            ActivityKind::Other => self.act_other,
        }
    }
}
